package rehearsal

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestAPreviewShowsComputedOutputsInTheChosenShapeWithReferencesAndCreatesNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		shape cloud.PreviewShape
		want  any
	}{
		{"as unknown values", cloud.ComputedValues, UnknownText},
		{"left out", cloud.OmittedKeys, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			options := testOptions(t, network(1, nil))
			options.PreviewShape = test.shape
			s := open(t, options)
			result, err := s.Preview(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			vpc := plannedResource(t, result, "aws:ec2/vpc:Vpc")
			if got := vpc.Outputs["arn"]; got != test.want {
				t.Errorf("output arn: expected %v, got %v", test.want, got)
			}
			if got := vpc.Outputs["cidrBlock"]; got != "10.0.0.0/16" {
				t.Errorf("output cidrBlock repeats a known input: expected 10.0.0.0/16, got %v", got)
			}
			if got := plannedResource(t, result, "aws:ec2/subnet:Subnet").Inputs["vpcId"]; got != UnknownText {
				t.Errorf("input vpcId of the subnet: expected it to be unknown, got %v", got)
			}
			checkReferences(t, plannedResource(t, result, "aws:ec2/subnet:Subnet"))
			if objects := s.Cloud().Objects(); len(objects) != 0 {
				t.Errorf("expected a preview to create nothing, got %d objects", len(objects))
			}
		})
	}
}

// checkReferences expects a plan to tell the parent and the dependencies of a subnet.
func checkReferences(t *testing.T, subnet Planned) {
	t.Helper()
	vpc := "urn:pulumi:dev::trial::aws:ec2/vpc:Vpc::main"
	if diff := cmp.Diff([]string{vpc}, subnet.Dependencies); diff != "" {
		t.Errorf("dependencies of the subnet (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{vpc}, subnet.PropertyDependencies["vpcId"]); diff != "" {
		t.Errorf("dependencies of the subnet's vpcId (-want +got):\n%s", diff)
	}
	if want := "urn:pulumi:dev::trial::pulumi:pulumi:Stack::trial-dev"; subnet.Parent != want {
		t.Errorf("parent of the subnet: expected %s, got %s", want, subnet.Parent)
	}
}

func TestTwoRunsFromNothingGiveTheSamePlansAndTheSameObjects(t *testing.T) {
	t.Parallel()
	var plans [][]Planned
	var objects []map[string]cloud.Values
	options := testOptions(t, network(4, nil))
	options.Fresh = true
	for range 2 {
		s := open(t, options)
		result, err := s.Preview(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Up(t.Context()); err != nil {
			t.Fatal(err)
		}
		plans, objects = append(plans, result.Planned), append(objects, propertiesByID(s))
		closeSession(t, s)
	}
	if diff := cmp.Diff(plans[0], plans[1]); diff != "" {
		t.Errorf("the two plans differ (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(objects[0], objects[1]); diff != "" {
		t.Errorf("the objects of the two runs differ (-first +second):\n%s", diff)
	}
}

func propertiesByID(s *Session) map[string]cloud.Values {
	result := map[string]cloud.Values{}
	for _, o := range s.Cloud().Objects() {
		result[o.ID] = o.Properties
	}
	return result
}
