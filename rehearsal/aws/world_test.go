package aws

import (
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/internal/worlds"
)

// world is a simulated account in Frankfurt, driven without an engine.
type world struct{ *worlds.World }

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{worlds.New(t, Package(), cloud.Account{ID: "111122223333", Region: "eu-central-1", Partition: "aws"})}
}

// in is short for a resource's inputs.
type in = map[string]any

func urnOf(token, name string) string { return worlds.URN(token, name) }

func (w *world) check(token, name string, inputs in) (*cloud.Resource, cloud.Values, error) {
	return w.Check(token, name, inputs)
}

func (w *world) create(token, name string, inputs in) (cloud.Result, error) {
	return w.Create(token, name, inputs)
}

func (w *world) make(token, name string, inputs in) cloud.Result {
	w.T.Helper()
	return w.Make(token, name, inputs)
}

func (w *world) update(token, name, id string, inputs in) (cloud.Result, error) {
	return w.Update(token, name, id, inputs)
}

func (w *world) delete(token, name, id string) error {
	w.T.Helper()
	return w.Delete(token, name, id)
}

func (w *world) read(token, name, id string) (properties, inputs cloud.Values) {
	w.T.Helper()
	return w.Read(token, name, id)
}

func (w *world) drift(token, name, id string) []cloud.Change {
	w.T.Helper()
	return w.Drift(token, name, id)
}

func (w *world) replaces(token string, old, next in) []string {
	w.T.Helper()
	return w.Replaces(token, old, next)
}

func (w *world) answer(token string, args in) (cloud.Values, error) { return w.Answer(token, args) }

func expect(t *testing.T, err error, code, text string) {
	t.Helper()
	worlds.Expect(t, err, code, text)
}

// Tokens of the types that most tests need.
const (
	tVPC      = "aws:ec2/vpc:Vpc"
	tSubnet   = "aws:ec2/subnet:Subnet"
	tTable    = "aws:ec2/routeTable:RouteTable"
	tRoute    = "aws:ec2/route:Route"
	tACL      = "aws:ec2/networkAcl:NetworkAcl"
	tGroup    = "aws:ec2/securityGroup:SecurityGroup"
	tIngress  = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	tEndpoint = "aws:ec2/vpcEndpoint:VpcEndpoint"
	tKey      = "aws:kms/key:Key"
	tRole     = "aws:iam/role:Role"
	tLogGroup = "aws:cloudwatch/logGroup:LogGroup"

	tScalingGroup    = "aws:autoscaling/group:Group"
	tHook            = "aws:autoscaling/lifecycleHook:LifecycleHook"
	tBalancer        = "aws:lb/loadBalancer:LoadBalancer"
	tTargets         = "aws:lb/targetGroup:TargetGroup"
	tListener        = "aws:lb/listener:Listener"
	tBucket          = "aws:s3/bucketV2:BucketV2"
	tBucketPolicy    = "aws:s3/bucketPolicy:BucketPolicy"
	tSecret          = "aws:secretsmanager/secret:Secret"
	tSecretVersion   = "aws:secretsmanager/secretVersion:SecretVersion"
	tSecretPolicy    = "aws:secretsmanager/secretPolicy:SecretPolicy"
	tTopic           = "aws:sns/topic:Topic"
	tQueue           = "aws:sqs/queue:Queue"
	tAlarm           = "aws:cloudwatch/metricAlarm:MetricAlarm"
	tEventRule       = "aws:cloudwatch/eventRule:EventRule"
	tEventTarget     = "aws:cloudwatch/eventTarget:EventTarget"
	tTransitTable    = "aws:ec2transitgateway/routeTable:RouteTable"
	tTransitRoute    = "aws:ec2transitgateway/route:Route"
	tResourceGateway = "aws:vpclattice/resourceGateway:ResourceGateway"
	tResource        = "aws:vpclattice/resourceConfiguration:ResourceConfiguration"
	tDocument        = "aws:ssm/document:Document"
	tParameter       = "aws:ssm/parameter:Parameter"
	tObject          = "aws:s3/bucketObjectv2:BucketObjectv2"
)

// vpc makes a VPC with DNS and the block 10.20.0.0/16.
func (w *world) vpc() cloud.Result {
	w.T.Helper()
	return w.make(tVPC, "v", in{"cidrBlock": "10.20.0.0/16", "enableDnsHostnames": true})
}

// subnet makes a subnet of a VPC in a zone of Frankfurt.
func (w *world) subnet(name, vpcID, block, letter string) cloud.Result {
	w.T.Helper()
	return w.make(tSubnet, name, in{"vpcId": vpcID, "cidrBlock": block, "availabilityZone": "eu-central-1" + letter})
}
