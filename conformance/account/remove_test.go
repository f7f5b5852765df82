package account

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/google/go-cmp/cmp"
)

const document = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}`

func TestRemoveLeavesTheAccountAsItWasOrSaysWhatIsLeft(t *testing.T) {
	t.Parallel()
	a, ctx := openEmulated(t), t.Context()
	before, err := a.Inventory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	vpc, err := a.ec2.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.ec2.CreateSubnet(ctx, &ec2.CreateSubnetInput{VpcId: vpc.Vpc.VpcId, CidrBlock: aws.String("10.0.0.0/24")}); err != nil {
		t.Fatal(err)
	}
	group, err := a.resolver.CreateFirewallRuleGroup(ctx, &route53resolver.CreateFirewallRuleGroupInput{Name: aws.String("g"), CreatorRequestId: aws.String("1")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.resolver.AssociateFirewallRuleGroup(ctx, &route53resolver.AssociateFirewallRuleGroupInput{
		Name: aws.String("a"), CreatorRequestId: aws.String("2"), Priority: aws.Int32(101),
		FirewallRuleGroupId: group.FirewallRuleGroup.Id, VpcId: vpc.Vpc.VpcId,
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.iam.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("r"), AssumeRolePolicyDocument: aws.String(document)}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.iam.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: aws.String("r"), PolicyName: aws.String("p"), PolicyDocument: aws.String(document)}); err != nil {
		t.Fatal(err)
	}
	added := func() []string {
		t.Helper()
		now, err := a.Inventory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(now, func(object string) bool { return slices.Contains(before, object) })
	}
	there := added()
	if !slices.Contains(there, rolePolicy+" r:p") {
		t.Errorf("want the policy within the role, got %v", there)
	}
	if err := a.Remove(ctx, there); err != nil {
		t.Error(err)
	}
	if difference := cmp.Diff([]string{}, added()); difference != "" {
		t.Error(difference)
	}
	if _, err := a.secrets.CreateSecret(ctx, &secretsmanager.CreateSecretInput{Name: aws.String("s"), SecretString: aws.String("not-a-secret")}); err != nil {
		t.Fatal(err)
	}
	if err := a.Remove(ctx, added()); err == nil || !strings.Contains(err.Error(), "still there") {
		t.Errorf("want an error that says what is left, got %v", err)
	}
}
