package network

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestLogPoliciesAreTheOnesThatWereReviewed(t *testing.T) {
	t.Parallel()
	commercial := place{partitionOf("eu-central-1"), "eu-central-1", testAccount}
	china := place{partitionOf("cn-north-1"), "cn-north-1", testAccount}
	for name, document := range map[string]iamdoc.Document{
		"key":               keyPolicy(commercial, []string{"/a/flow-logs", "/b/dns-queries"}),
		"key_china":         keyPolicy(china, []string{"/a/flow-logs"}),
		"flow_log_trust":    flowLogTrust(commercial),
		"flow_log_delivery": flowLogDelivery(commercial, "/a/flow-logs"),
	} {
		golden.Equal(t, "policies/"+name+".json", indented(t, document))
	}
}

func TestLogsAreEncryptedWithARotatedKeyThatNamesTheirGroups(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	r.mustDeploy(t, twoZones())
	key := r.find(t, "kms.Key", "logs-key").Inputs
	if key["enableKeyRotation"].V != true || key["deletionWindowInDays"].V != 30.0 {
		t.Errorf("the key is rotated: %v, and waits %v days; want true and 30", key["enableKeyRotation"], key["deletionWindowInDays"])
	}
	for role, name := range map[string]string{
		"flow-logs": "/cloudgap/project/dev/net/flow-logs", "query-log": "/aws/vendedlogs/cloudgap/project/dev/net/dns-queries",
	} {
		group := r.find(t, "cloudwatch.LogGroup", role).Inputs
		if group["name"].V != name || group["kmsKeyId"].V != "arn:aws:test:::net-logs-key" || group["retentionInDays"].V != 365.0 {
			t.Errorf("log group %s is %v, want %s with the key for 365 days", role, group, name)
		}
		if arn := "arn:aws:logs:eu-central-1:111122223333:log-group:" + name; !strings.Contains(key["policy"].StringValue(), `"`+arn+`"`) {
			t.Errorf("the key's policy does not admit %s", arn)
		}
	}
}

func TestLogsUseTheKeyOfTheUserWhereOneIsGiven(t *testing.T) {
	t.Parallel()
	const own = "arn:aws:kms:eu-central-1:111122223333:key/own"
	r := newRecorder()
	args := twoZones()
	args.KmsKeyArn = pulumi.String(own)
	r.mustDeploy(t, args)
	for _, role := range []string{"flow-logs", "query-log"} {
		if got := r.find(t, "cloudwatch.LogGroup", role).Inputs["kmsKeyId"].V; got != own {
			t.Errorf("log group %s has the key %v, want the user's", role, got)
		}
	}
}

func TestFlowLogsRecordEveryFlowEachMinuteWithTheFieldsOfAnAuditor(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	r.mustDeploy(t, twoZones())
	log := r.find(t, "ec2.FlowLog", "flow-log")
	want := map[string]any{
		"trafficType": "ALL", "maxAggregationInterval": 60.0, "logDestinationType": "cloud-watch-logs",
		"logDestination": "arn:aws:test:::net-flow-logs", "iamRoleArn": "arn:aws:test:::net-flow-logs-role", "vpcId": "net-vpc-id",
	}
	for key, value := range want {
		if got := log.Inputs[resource.PropertyKey(key)].V; got != value {
			t.Errorf("%s is %v, want %v", key, got, value)
		}
	}
	format := strings.Fields(log.Inputs["logFormat"].StringValue())
	for _, field := range []string{"traffic-path", "flow-direction", "pkt-srcaddr", "pkt-dstaddr", "az-id", "tcp-flags", "reject-reason", "action"} {
		if !slices.Contains(format, "${"+field+"}") {
			t.Errorf("the records lack %s", field)
		}
	}
	if distinct := slices.Compact(slices.Sorted(slices.Values(format))); len(distinct) != len(format) {
		t.Errorf("the records have %d fields of which %d differ, want each once", len(format), len(distinct))
	}
	if !dependsOn(log, "flow-logs-delivery") {
		t.Error("the flow log does not wait for the permission to deliver")
	}
}

// indented returns a document in the form in which people review it.
func indented(t *testing.T, document iamdoc.Document) []byte {
	t.Helper()
	text, err := document.JSON()
	if err != nil {
		t.Fatalf("marshal the document: %v", err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(text), "", "  "); err != nil {
		t.Fatalf("indent the document: %v", err)
	}
	return append(pretty.Bytes(), '\n')
}
