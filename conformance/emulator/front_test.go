package emulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver/types"
	"github.com/aws/smithy-go"
)

// startFront serves a front before an upstream that counts its calls and answers every one with the same text.
func startFront(t *testing.T, body string) (front *Front, upstreamCalls *int) {
	t.Helper()
	calls := 0
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(upstream.Close)
	to, err := url.Parse(upstream.URL)
	if err != nil {
		t.Fatal(err)
	}
	front, err = StartFront(to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(front.Close)
	return front, &calls
}

func config(front *Front) aws.Config {
	return aws.Config{
		Region: "eu-central-1", BaseEndpoint: aws.String(front.URL()), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	}
}

const noVPCs = `<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><vpcSet/></DescribeVpcsResponse>`

func describe(front *Front) error {
	_, err := ec2.NewFromConfig(config(front)).DescribeVpcs(context.Background(), &ec2.DescribeVpcsInput{})
	return err
}

func TestFaultsStrikeTheCallsTheyAreMeantFor(t *testing.T) {
	for kind, test := range map[FaultKind]struct {
		made bool
		want string
	}{
		Throttled: {false, "RequestLimitExceeded"},
		Broken:    {false, "InternalError"},
		Lost:      {true, "EOF"},
		Cut:       {false, "EOF"},
	} {
		front, made := startFront(t, noVPCs)
		front.Faults().Play(Fault{Operation: "Describe*", Kind: kind, After: 1})
		if err := describe(front); err != nil {
			t.Fatalf("%s: the first call was struck: %v", kind, err)
		}
		if err := describe(front); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: want an error with %q, got %v", kind, test.want, err)
		}
		if got := *made == 2; got != test.made {
			t.Errorf("%s: the struck call was made: %t, want %t", kind, got, test.made)
		}
		if err := describe(front); err != nil {
			t.Errorf("%s: a third call was struck: %v", kind, err)
		}
		if struck := front.Faults().Clear(); len(struck) != 1 || !strings.Contains(struck[0], "DescribeVpcs") {
			t.Errorf("%s: want one struck call on record, got %v", kind, struck)
		}
	}
}

func TestAKillStrikesOnceAfterACallHasBeenMade(t *testing.T) {
	front, made := startFront(t, noVPCs)
	kills := 0
	front.Faults().Kill(1, func() {
		kills++
		if *made != 2 {
			t.Errorf("the kill struck after %d calls, want 2", *made)
		}
	})
	for range 3 {
		if err := describe(front); err != nil {
			t.Fatal(err)
		}
	}
	if struck := front.Faults().Clear(); kills != 1 || len(struck) != 1 || struck[0] != "after DescribeVpcs" {
		t.Errorf("want one kill on record, got %d, %v", kills, struck)
	}
}

func TestTheLibraryAnswersAPlanAndNamesWhatItCannotAnswer(t *testing.T) {
	front, err := StartLibrary()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(front.Close)
	client := ec2.NewFromConfig(config(front))
	zones, err := client.DescribeAvailabilityZones(context.Background(), &ec2.DescribeAvailabilityZonesInput{})
	if err != nil || len(zones.AvailabilityZones) != 3 {
		t.Errorf("want three zones, got %v, %v", zones, err)
	}
	if err := describe(front); err == nil || !strings.Contains(err.Error(), "DescribeVpcs") {
		t.Errorf("want a refusal that names DescribeVpcs, got %v", err)
	}
}

func TestBlockPublicAccessIsOffUntilItIsSet(t *testing.T) {
	front, _ := startFront(t, "")
	client := ec2.NewFromConfig(config(front))
	for _, want := range []string{"off", "block-bidirectional"} {
		options, err := client.DescribeVpcBlockPublicAccessOptions(context.Background(), &ec2.DescribeVpcBlockPublicAccessOptionsInput{})
		if err != nil || string(options.VpcBlockPublicAccessOptions.InternetGatewayBlockMode) != want {
			t.Fatalf("want mode %s, got %v, %v", want, options, err)
		}
		if _, err := client.ModifyVpcBlockPublicAccessOptions(context.Background(), &ec2.ModifyVpcBlockPublicAccessOptionsInput{InternetGatewayBlockMode: "block-bidirectional"}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDNSFirewallRefusesWhatAWSRefuses(t *testing.T) {
	front, _ := startFront(t, "")
	client, ctx := route53resolver.NewFromConfig(config(front)), context.Background()
	list, err := client.CreateFirewallDomainList(ctx, &route53resolver.CreateFirewallDomainListInput{Name: aws.String("l"), CreatorRequestId: aws.String("1")})
	if err != nil {
		t.Fatal(err)
	}
	group, err := client.CreateFirewallRuleGroup(ctx, &route53resolver.CreateFirewallRuleGroupInput{Name: aws.String("g"), CreatorRequestId: aws.String("2")})
	if err != nil {
		t.Fatal(err)
	}
	again, err := client.CreateFirewallRuleGroup(ctx, &route53resolver.CreateFirewallRuleGroupInput{Name: aws.String("g"), CreatorRequestId: aws.String("2")})
	if err != nil || *again.FirewallRuleGroup.Id != *group.FirewallRuleGroup.Id {
		t.Errorf("a repeated call made a second group: %v, %v", again, err)
	}
	rule := &route53resolver.CreateFirewallRuleInput{
		FirewallRuleGroupId: group.FirewallRuleGroup.Id, FirewallDomainListId: list.FirewallDomainList.Id,
		Action: types.ActionAllow, Priority: aws.Int32(1), Name: aws.String("r"), CreatorRequestId: aws.String("3"),
	}
	if _, err := client.CreateFirewallRule(ctx, rule); err != nil {
		t.Fatal(err)
	}
	rule.CreatorRequestId = aws.String("4")
	_, err = client.CreateFirewallRule(ctx, rule)
	wantCode(t, err, "ValidationException")
	_, err = client.DeleteFirewallDomainList(ctx, &route53resolver.DeleteFirewallDomainListInput{FirewallDomainListId: list.FirewallDomainList.Id})
	wantCode(t, err, "ConflictException")
	_, err = client.DeleteFirewallRuleGroup(ctx, &route53resolver.DeleteFirewallRuleGroupInput{FirewallRuleGroupId: group.FirewallRuleGroup.Id})
	wantCode(t, err, "ConflictException")
	_, err = client.GetFirewallRuleGroup(ctx, &route53resolver.GetFirewallRuleGroupInput{FirewallRuleGroupId: aws.String("rslvr-frg-0")})
	wantCode(t, err, "ResourceNotFoundException")
}

func TestDomainsAreAnsweredWithTheDotOfTheRoot(t *testing.T) {
	front, _ := startFront(t, "")
	client, ctx := route53resolver.NewFromConfig(config(front)), context.Background()
	list, err := client.CreateFirewallDomainList(ctx, &route53resolver.CreateFirewallDomainListInput{Name: aws.String("l"), CreatorRequestId: aws.String("1")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.UpdateFirewallDomains(ctx, &route53resolver.UpdateFirewallDomainsInput{
		FirewallDomainListId: list.FirewallDomainList.Id, Operation: types.FirewallDomainUpdateOperationAdd, Domains: []string{"*", "a.example."},
	}); err != nil {
		t.Fatal(err)
	}
	got, err := client.ListFirewallDomains(ctx, &route53resolver.ListFirewallDomainsInput{FirewallDomainListId: list.FirewallDomainList.Id})
	if err != nil || strings.Join(got.Domains, " ") != "*. a.example." {
		t.Errorf("want every domain with a dot at its end, got %v, %v", got, err)
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var refused smithy.APIError
	if !errors.As(err, &refused) || refused.ErrorCode() != code {
		t.Errorf("want %s, got %v", code, err)
	}
}
