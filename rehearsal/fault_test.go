package rehearsal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// afterFault runs an up that the faults hit, then one without faults.
func afterFault(t *testing.T, options Options, faults ...cloud.Fault) (s *Session, first, second error) {
	t.Helper()
	s = open(t, options)
	s.Cloud().Inject(cloud.NewFaults(faults...))
	_, first = s.Up(t.Context())
	s.Cloud().Inject(nil)
	_, second = s.Up(t.Context())
	return s, first, second
}

func TestAfterTheNthCallFailedTheNextUpMakesTheRest(t *testing.T) {
	t.Parallel()
	options := testOptions(t, network(3, nil))
	options.Parallel = 1
	s, first, second := afterFault(t, options, cloud.Fault{
		Operation: "Create", Type: "aws:ec2/subnet:Subnet", Nth: 2, Refusal: cloud.Refusal{Code: "RequestLimitExceeded", Text: "Request limit exceeded.", Status: 503},
	})
	expectStepError(t, first, nil, "StatusCode: 503", "RequestLimitExceeded")
	if second != nil {
		t.Fatalf("expected the next up to succeed, got %v", second)
	}
	if got := len(cidrsOf(s)); got != 3 {
		t.Errorf("expected 3 subnets in the end, got %d", got)
	}
}

func TestWhileATypeFailsNothingOfItExists(t *testing.T) {
	t.Parallel()
	s, first, second := afterFault(t, testOptions(t, network(2, nil)), cloud.Fault{Type: "aws:ec2/vpc:Vpc"})
	expectStepError(t, first, nil, "InternalError")
	if second != nil {
		t.Fatalf("expected the next up to succeed, got %v", second)
	}
	if got := len(s.Cloud().Objects()); got != 3 {
		t.Errorf("expected a VPC and 2 subnets in the end, got %d objects", got)
	}
}

func TestACreateWhoseAnswerIsLostLeavesAnObjectThatTheEngineDoesNotKnow(t *testing.T) {
	t.Parallel()
	lost := cloud.Fault{Operation: "Create", Type: "aws:ec2/vpc:Vpc", Nth: 1, When: cloud.After}
	s, first, second := afterFault(t, testOptions(t, network(1, nil)), lost)
	expectStepError(t, first, nil, "connection to the provider broke")
	if second != nil {
		t.Fatalf("a VPC needs no unique name: expected the next up to make a second one, got %v", second)
	}
	kinds := map[string]int{}
	for _, o := range s.Cloud().Objects() {
		kinds[o.Kind]++
	}
	if diff := cmp.Diff(map[string]int{"vpc": 2, "subnet": 1}, kinds); diff != "" {
		t.Errorf("objects in the cloud (-want +got):\n%s", diff)
	}
	if _, err := s.Destroy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.expectEmpty(); err == nil || !strings.Contains(err.Error(), "vpc") {
		t.Errorf("expected the leftover VPC to be reported after destroy, got %v", err)
	}
}

func TestACreateWhoseAnswerIsLostCollidesWhereTheServiceWantsOneOfAKind(t *testing.T) {
	t.Parallel()
	lost := cloud.Fault{Operation: "Create", Type: "aws:ec2/subnet:Subnet", Nth: 1, When: cloud.After}
	_, first, second := afterFault(t, testOptions(t, network(1, nil)), lost)
	expectStepError(t, first, nil, "connection to the provider broke")
	expectStepError(t, second, nil, "InvalidSubnet.Conflict", "10.0.0.0/24")
}
