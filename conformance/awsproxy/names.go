package awsproxy

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// madeUp is a name that pulumi-aws makes up where a program gives none.
type madeUp struct {
	// property is ours.
	property string
	longest  int
	lower    bool
}

// madeUpNames lists the names that the bridge's dynamic provider does not take for names, because Terraform does not call them
// "name". The others it makes up by itself.
var madeUpNames = map[string]madeUp{
	"aws:cloudwatch/metricAlarm:MetricAlarm": {property: "name", longest: 255},
	"aws:eks/nodeGroup:NodeGroup":            {property: "nodeGroupName", longest: 63},
	"aws:s3/bucketV2:BucketV2":               {property: "bucket", longest: 63, lower: true},
}

// randomDigits is how many digits pulumi-aws ends such a name with.
const randomDigits = 7

// withName adds the name to the inputs of a check that lack it: the one that the resource has, or a new one.
func (t *translation) withName(request *pulumirpc.CheckRequest) (*structpb.Struct, error) {
	name, ok := madeUpNames[t.token]
	if !ok || t.same {
		return request.GetNews(), nil
	}
	key := resource.PropertyKey(name.property)
	return t.carry(request.GetNews(), func(news resource.PropertyMap) (resource.PropertyMap, error) {
		if news.HasValue(key) || news.HasValue(key+"Prefix") {
			return news, nil
		}
		if old := request.GetOlds().GetFields()[name.property].GetStringValue(); old != "" {
			news[key] = resource.NewStringProperty(old)
			return news, nil
		}
		prefix := request.GetUrn()[strings.LastIndex(request.GetUrn(), "::")+2:] + "-"
		if name.lower {
			prefix = strings.ToLower(prefix)
		}
		made, err := resource.NewUniqueName(request.GetRandomSeed(), prefix, randomDigits, name.longest, nil)
		news[key] = resource.NewStringProperty(made)
		return news, err
	})
}
