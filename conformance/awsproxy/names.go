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
	// prefix is put in front, lower makes it lower case, plain leaves the random digits away.
	prefix       string
	lower, plain bool
}

// madeUpNames lists the names that the bridge's dynamic provider does not take for names, because Terraform does not call them
// "name", and those of another form. The others it makes up by itself.
var madeUpNames = map[string]madeUp{
	"aws:cloudwatch/eventTarget:EventTarget": {property: "targetId", longest: 255},
	"aws:cloudwatch/metricAlarm:MetricAlarm": {property: "name", longest: 255},
	"aws:kms/alias:Alias":                    {property: "name", longest: 255, prefix: "alias/"},
	"aws:eks/nodeGroup:NodeGroup":            {property: "nodeGroupName", longest: 63},
	"aws:s3/bucketObject:BucketObject":       {property: "key", longest: 1024, plain: true},
	"aws:s3/bucketObjectv2:BucketObjectv2":   {property: "key", longest: 1024, plain: true},
	"aws:s3/bucketV2:BucketV2":               {property: "bucket", longest: 63, lower: true},
}

// givenNames are the types for which the bridge makes up a name and pulumi-aws wants one.
var givenNames = map[string]bool{"aws:route53/record:Record": true}

// ownDefaults are the defaults of pulumi-aws in the place of Terraform's, which say "Managed by Terraform".
var ownDefaults = map[string]string{
	"aws:ec2/securityGroup:SecurityGroup": "description",
	"aws:route53/zone:Zone":               "comment",
}

const managedBy = "Managed by Pulumi"

// randomDigits is how many digits pulumi-aws ends a made-up name with.
const randomDigits = 7

// filledIn is where the inputs of a resource list those that no program gave.
const filledIn = "__defaults"

// named is the input that takes a made-up name, or "".
func (t *translation) named() string {
	if t.same {
		return ""
	}
	if name, ok := madeUpNames[t.token]; ok {
		return name.property
	}
	if t.inputs.ours["name"] != nil {
		return "name"
	}
	return ""
}

// complete adds what pulumi-aws makes up to the inputs of a check that lack it: its defaults, and a name: the made-up one that the
// resource has, or a new one. Where the bridge makes up the name, a name that a program gave and gives no more is
// taken out of the old inputs, from which the bridge would take it over.
func (t *translation) complete(request *pulumirpc.CheckRequest) (*structpb.Struct, error) {
	return t.carry(request.GetNews(), func(news resource.PropertyMap) (resource.PropertyMap, error) {
		if own, ok := ownDefaults[t.token]; ok && !news.HasValue(resource.PropertyKey(own)) {
			news[resource.PropertyKey(own)] = resource.NewStringProperty(managedBy)
		}
		property := t.named()
		key := resource.PropertyKey(property)
		if property == "" || news.HasValue(key) || news.HasValue(key+"Prefix") {
			return news, nil
		}
		name, ours := madeUpNames[t.token]
		old := request.GetOlds().GetFields()[property].GetStringValue()
		given := old != "" && !fills(request.GetOlds(), property) && !framework[t.token]
		switch {
		case given && !ours:
			delete(request.GetOlds().GetFields(), property)
		case ours && old != "" && !given:
			news[key] = resource.NewStringProperty(old)
		case ours:
			made, err := name.make(request)
			news[key] = resource.NewStringProperty(made)
			return news, err
		}
		return news, nil
	})
}

func (m madeUp) make(request *pulumirpc.CheckRequest) (string, error) {
	name := request.GetUrn()[strings.LastIndex(request.GetUrn(), "::")+2:]
	if m.lower {
		name = strings.ToLower(name)
	}
	if m.plain {
		return m.prefix + name, nil
	}
	return resource.NewUniqueName(request.GetRandomSeed(), m.prefix+name+"-", randomDigits, m.longest, nil)
}

// fills tells whether inputs list a property as one that no program gave.
func fills(inputs *structpb.Struct, property string) bool {
	for _, name := range inputs.GetFields()[filledIn].GetListValue().GetValues() {
		if name.GetStringValue() == property {
			return true
		}
	}
	return false
}

// marked lists the name among what no program gave, as the bridge does for pulumi-aws, where the checked inputs have one and those of
// the program did not.
func (t *translation) marked(checked, given *structpb.Struct) *structpb.Struct {
	property := t.named()
	if property == "" || checked.GetFields()[property].GetStringValue() == "" || given.GetFields()[property] != nil {
		return checked
	}
	return mark(checked, property)
}

func mark(inputs *structpb.Struct, property string) *structpb.Struct {
	if inputs.GetFields() != nil && !fills(inputs, property) {
		names := append(inputs.GetFields()[filledIn].GetListValue().GetValues(), structpb.NewStringValue(property))
		inputs.Fields[filledIn] = structpb.NewListValue(&structpb.ListValue{Values: names})
	}
	return inputs
}
