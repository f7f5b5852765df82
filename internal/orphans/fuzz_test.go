package orphans

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// FuzzFind compares any plan with any state: whatever the files say, there is a report or an error, and an import file that is JSON.
func FuzzFind(f *testing.F) {
	const resource = `{"urn": "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::dev-vpc", "type": "aws:ec2/vpc:Vpc", "custom": true, "id": "vpc-1",
		"provider": "urn:pulumi:dev::p::pulumi:providers:aws::default_6_83_2::0c", "inputs": {"tags": {"Name": "dev-vpc", "environment": "dev"}}}`
	f.Add([]byte(`{"steps": [{"op": "create", "urn": "u", "newState": `+resource+`}], "changeSummary": {"create": 1}}`),
		[]byte(`{"version": 3, "deployment": {"resources": [`+resource+`]}}`), "arn:aws:ec2:eu-central-1:1:vpc/vpc-2")
	f.Add([]byte(`{"steps": [{"op": "create", "urn": "a::b::c::d", "newState": {"urn": "a::b::c::d", "type": "aws:x", "provider": "::", "custom": true,
		"parent": "p", "inputs": {"tags": [{"key": "environment", "value": 1}]}}}], "changeSummary": {"create": 1}}`), []byte(`{}`), "arn:aws:s3:::b")
	f.Add([]byte(`{"steps": [{"op": "create", "urn": "a::b::c::d", "newState": {"urn": "a::b::c::d", "type": "c", "parent": "a::b::c::d"}},
		{"op": "create", "urn": "a::b::aws:ec2/vpc:Vpc::e", "newState": {"urn": "a::b::aws:ec2/vpc:Vpc::e", "type": "aws:ec2/vpc:Vpc", "custom": true, "parent": "a::b::c::d",
		"inputs": {"tags": {"Name": "dev-vpc"}}}}], "changeSummary": {"create": 2}}`), []byte(`{}`), "arn:aws:ec2:eu-central-1:1:vpc/vpc-2")
	f.Fuzz(func(t *testing.T, plan, state []byte, name string) {
		program, err := isolation.ReadPlan(bytes.NewReader(plan))
		if err != nil {
			return
		}
		held, _ := isolation.ReadState(bytes.NewReader(state))
		account := &fakeAccount{objects: []Object{{ARN: name, Tags: map[string]string{"Name": "dev-vpc"}}}}
		report, err := Find(t.Context(), account, program, [][]isolation.Resource{held}, map[string]string{"environment": "dev"})
		if err != nil {
			if report != nil && !errors.Is(err, ErrElsewhere) {
				t.Errorf("a report beside an error: %v", err)
			}
			return
		}
		file, err := report.ImportFile(program, held, true)
		if err != nil || file != nil && !json.Valid(file) {
			t.Errorf("import file %q, %v", file, err)
		}
	})
}
