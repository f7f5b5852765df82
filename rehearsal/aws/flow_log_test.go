package aws

import (
	"testing"

	"github.com/cloudgap/cloudgap/internal/everytype"
)

const tFlowLog = "aws:ec2/flowLog:FlowLog"

func TestAFlowLogIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	ok := func(w *world) in {
		return in{
			"vpcId": w.vpc().ID, "trafficType": "ALL", "logDestination": "arn:aws:logs:eu-central-1:111122223333:log-group:/vpc/flow:*",
			"iamRoleArn": w.make(tRole, "r", in{"assumeRolePolicy": everytype.FlowLogsTrust}).Properties.String("arn"),
		}
	}
	for name, test := range map[string]struct {
		change     in
		code, text string
	}{
		"accepted":                      {in{}, "", ""},
		"every field of an auditor":     {in{"logFormat": "${account-id} ${az-id} ${traffic-path} ${flow-direction} ${pkt-srcaddr} ${reject-reason} ${tcp-flags}"}, "", ""},
		"an unknown field":              {in{"logFormat": "${version} ${weather}"}, "InvalidParameter", "Unknown fields provided in log format: weather"},
		"a role that nobody may assume": {in{"iamRoleArn": "arn:aws:iam::111122223333:role/absent"}, "InvalidParameter", "Unable to assume given IAM role"},
		"no role":                       {in{"iamRoleArn": nil}, "InvalidParameter", "Unable to assume given IAM role"},
		"no traffic type":               {in{"trafficType": nil}, "MissingParameter", "TrafficType"},
		"no destination":                {in{"logDestination": nil}, "InvalidParameter", "LogDestination"},
		"a destination elsewhere":       {in{"logDestination": "arn:aws:logs:us-east-1:111122223333:log-group:x"}, "InvalidParameter", "Invalid LogDestination"},
		"an unknown VPC":                {in{"vpcId": "vpc-0123"}, "InvalidVpcID.NotFound", ""},
		"nothing to watch":              {in{"vpcId": nil}, "CheckFailure", "exactly one of"},
		"two things to watch":           {in{"subnetId": "subnet-1"}, "CheckFailure", "exactly one of"},
		"an interval between the two":   {in{"maxAggregationInterval": 300}, "CheckFailure", "[60 600]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			inputs := ok(w)
			for key, value := range test.change {
				inputs[key] = value
			}
			_, err := w.create(tFlowLog, "f", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestARoleThatTrustsAnotherServiceDeliversNoFlowLogs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	role := w.make(tRole, "r", in{"assumeRolePolicy": other})
	_, err := w.create(tFlowLog, "f", in{
		"vpcId": w.vpc().ID, "trafficType": "ALL", "logGroupName": "/vpc/flow", "iamRoleArn": role.Properties.String("arn"),
	})
	expect(t, err, "InvalidParameter", "Unable to assume given IAM role")
}

func TestAFlowLogHasTheDefaultsOfTheService(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	role := w.make(tRole, "r", in{"assumeRolePolicy": everytype.FlowLogsTrust})
	p := w.make(tFlowLog, "f", in{
		"vpcId": w.vpc().ID, "trafficType": "REJECT", "logGroupName": "/vpc/flow", "iamRoleArn": role.Properties.String("arn"),
	}).Properties
	if p.Int("maxAggregationInterval") != 600 || p.String("logFormat") != defaultLogFormat || p.String("logDestinationType") != "cloud-watch-logs" {
		t.Errorf("ten minutes, the default format and CloudWatch Logs expected, got %v", p)
	}
	if want := "arn:aws:logs:eu-central-1:111122223333:log-group:/vpc/flow"; p.String("logDestination") != want {
		t.Errorf("logDestination = %s, want %s", p.String("logDestination"), want)
	}
}

func TestEveryPropertyOfAFlowLogReplacesIt(t *testing.T) {
	t.Parallel()
	got := newWorld(t).replaces(tFlowLog,
		in{"vpcId": "vpc-1", "trafficType": "ALL", "maxAggregationInterval": 600, "iamRoleArn": "a"},
		in{"vpcId": "vpc-1", "trafficType": "REJECT", "maxAggregationInterval": 60, "iamRoleArn": "b", "tags": in{"a": "b"}})
	if len(got) != 3 {
		t.Errorf("replacement for three properties expected, got %v", got)
	}
}
