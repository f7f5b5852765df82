package aws

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// world is a simulated account in Frankfurt, driven without an engine: Check, then the call to the cloud.
type world struct {
	t     *testing.T
	cloud *cloud.Cloud
	at    cloud.Account
	// inputs are the checked inputs of every resource made, by name.
	inputs map[string]cloud.Values
}

func newWorld(t *testing.T) *world {
	t.Helper()
	c, err := cloud.Open("", Package())
	if err != nil {
		t.Fatalf("the descriptions fit the SDK: %v", err)
	}
	return &world{t: t, cloud: c, at: cloud.Account{ID: "111122223333", Region: "eu-central-1", Partition: "aws"}, inputs: map[string]cloud.Values{}}
}

// in is short for a resource's inputs.
type in = map[string]any

func urnOf(token, name string) string { return "urn:pulumi:test::rehearsal::" + token + "::" + name }

func (w *world) check(token, name string, inputs in) (*cloud.Resource, cloud.Values, error) {
	r, err := w.cloud.Type(token)
	if err != nil {
		return nil, nil, err
	}
	values := cloud.Values(cloud.Normal(map[string]any(inputs)).(map[string]any))
	checked, _, failures := r.CheckInputs(values, w.at, cloud.Naming{URN: urnOf(token, name), Logical: name})
	if len(failures) > 0 {
		var lines []string
		for _, f := range failures {
			lines = append(lines, f.Path+": "+f.Reason)
		}
		return nil, nil, fmt.Errorf("CheckFailure: %s", strings.Join(lines, "; "))
	}
	return r, checked, nil
}

// create checks the inputs and makes the resource.
func (w *world) create(token, name string, inputs in) (cloud.Result, error) {
	r, checked, err := w.check(token, name, inputs)
	if err != nil {
		return cloud.Result{}, err
	}
	w.inputs[name] = checked
	return w.cloud.Create(cloud.Request{Resource: r, URN: urnOf(token, name), Name: name, Account: w.at, Inputs: checked})
}

// make is create for a resource that the test takes for granted.
func (w *world) make(token, name string, inputs in) cloud.Result {
	w.t.Helper()
	result, err := w.create(token, name, inputs)
	if err != nil {
		w.t.Fatalf("create %s %s: %v", token, name, err)
	}
	return result
}

// update changes a resource that the world made.
func (w *world) update(token, name, id string, inputs in) (cloud.Result, error) {
	r, checked, err := w.check(token, name, inputs)
	if err != nil {
		return cloud.Result{}, err
	}
	old := w.inputs[name]
	result, err := w.cloud.Update(cloud.Request{Resource: r, URN: urnOf(token, name), Name: name, Account: w.at, ID: id, Inputs: checked, Old: old})
	if err == nil {
		w.inputs[name] = checked
	}
	return result, err
}

func (w *world) delete(token, name, id string) error {
	w.t.Helper()
	r, err := w.cloud.Type(token)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.cloud.Delete(cloud.Request{Resource: r, URN: urnOf(token, name), Name: name, Account: w.at, ID: id})
}

// read returns the resource's properties as a refresh sees them, and the inputs that a refresh would record.
func (w *world) read(token, name, id string) (properties, inputs cloud.Values) {
	w.t.Helper()
	r, err := w.cloud.Type(token)
	if err != nil {
		w.t.Fatal(err)
	}
	result, found, err := w.cloud.Read(cloud.Request{Resource: r, URN: urnOf(token, name), Name: name, Account: w.at, ID: id})
	if err != nil || !found {
		w.t.Fatalf("read %s %s: found %t, %v", token, id, found, err)
	}
	return result.Properties, r.InputsOf(result.Properties, w.inputs[name])
}

// drift lists what a refresh would show as changed behind the program's back.
func (w *world) drift(token, name, id string) []cloud.Change {
	w.t.Helper()
	r, _ := w.cloud.Type(token)
	_, inputs := w.read(token, name, id)
	return r.Diff(inputs, w.inputs[name])
}

// replaces lists the properties of a change that force a replacement.
func (w *world) replaces(token string, old, next in) []string {
	w.t.Helper()
	r, a, err := w.check(token, "old", old)
	if err != nil {
		w.t.Fatal(err)
	}
	_, b, err := w.check(token, "old", next)
	if err != nil {
		w.t.Fatal(err)
	}
	paths := []string{}
	for _, change := range r.Diff(a, b) {
		if change.Replaces {
			paths = append(paths, change.Path)
		}
	}
	return paths
}

// answer runs a function.
func (w *world) answer(token string, args in) (cloud.Values, error) {
	result, failures, err := w.cloud.Answer(token, w.at, cloud.Values(cloud.Normal(map[string]any(args)).(map[string]any)))
	if len(failures) > 0 {
		return nil, fmt.Errorf("CheckFailure: %s: %s", failures[0].Path, failures[0].Reason)
	}
	return result, err
}

// expect fails unless err is the refusal with this code: "" is none, "CheckFailure" is the provider's own, before any call.
func expect(t *testing.T, err error, code, text string) {
	t.Helper()
	got := cloud.CodeOf(err)
	if err != nil && strings.HasPrefix(err.Error(), "CheckFailure") {
		got = "CheckFailure"
	}
	switch {
	case code == "" && err != nil:
		t.Errorf("accepted expected, got %v", err)
	case code != "" && got != code:
		t.Errorf("refusal with %s expected, got %v", code, err)
	case code != "" && !strings.Contains(err.Error(), text):
		t.Errorf("text %q expected in the refusal, got %v", text, err)
	}
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
	w.t.Helper()
	return w.make(tVPC, "v", in{"cidrBlock": "10.20.0.0/16", "enableDnsHostnames": true})
}

// subnet makes a subnet of a VPC in a zone of Frankfurt.
func (w *world) subnet(name, vpcID, block, letter string) cloud.Result {
	w.t.Helper()
	return w.make(tSubnet, name, in{"vpcId": vpcID, "cidrBlock": block, "availabilityZone": "eu-central-1" + letter})
}
