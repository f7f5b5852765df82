package account

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/orphans"
)

const (
	group   = "arn:aws:autoscaling:eu-central-1:111122223333:autoScalingGroup:u:autoScalingGroupName/g"
	key     = "arn:aws:kms:eu-central-1:111122223333:key/"
	secret  = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:s-"
	bucket  = "arn:aws:s3:::b"
	role    = "arn:aws:iam::111122223333:role/"
	profile = "arn:aws:iam::111122223333:instance-profile/p"
	policy  = "arn:aws:iam::111122223333:policy/p"
	issuer  = "arn:aws:iam::111122223333:oidc-provider/i"
)

var wanted = map[string]string{"Name": "n*", "stack": "dev"}

const (
	tagged      = "<member><Key>Name</Key><Value>n*</Value></member><member><Key>stack</Key><Value>dev</Value></member>"
	taggedInXML = "<Tag><Key>Name</Key><Value>n*</Value></Tag><Tag><Key>stack</Key><Value>dev</Value></Tag>"
	taggedJSON  = `"Tags":[{"Key":"Name","Value":"n*"},{"Key":"stack","Value":"dev"}]`
)

// nothing answers every question of Tagged with an empty list.
func nothing() answers {
	return answers{
		"autoscaling:DescribeAutoScalingGroups": {""},
		"ec2:DescribeTags":                      {"<r/>"},
		"iam:ListInstanceProfiles":              {""},
		"iam:ListOpenIDConnectProviders":        {""},
		"iam:ListPolicies":                      {""},
		"iam:ListRoles":                         {""},
		"route53:ListHostedZones":               {"<r/>"},
		"sts:GetCallerIdentity":                 {caller},
		"tag:GetResources":                      {"{}"},
	}
}

// ec2Tag is one line of EC2's tags.
func ec2Tag(id, kind, key, value string) string {
	return "<item><resourceId>" + id + "</resourceId><resourceType>" + kind + "</resourceType><key>" + key + "</key><value>" + value + "</value></item>"
}

func ec2Tags(things ...string) string {
	var text strings.Builder
	for i := 0; i < len(things); i += 2 {
		text.WriteString(ec2Tag(things[i], things[i+1], "Name", "n*") + ec2Tag(things[i], things[i+1], "stack", "dev"))
	}
	return "<r><tagSet>" + text.String() + "</tagSet></r>"
}

func TestTagged(t *testing.T) {
	t.Parallel()
	ours := func(arns ...string) []orphans.Object {
		var list []orphans.Object
		for _, name := range arns {
			list = append(list, orphans.Object{ARN: name, Tags: wanted})
		}
		return list
	}
	const inEC2 = "arn:aws-us-gov:ec2:eu-central-1:111122223333:"
	for _, test := range []struct {
		name    string
		answers answers
		want    []orphans.Object
		asked   string
	}{
		{"an empty account", nil, nil, `"TagFilters":[{"Key":"Name","Values":["n*"]},{"Key":"stack","Values":["dev"]}]`},
		{"an Auto Scaling group", answers{"autoscaling:DescribeAutoScalingGroups": {
			"<AutoScalingGroups><member><AutoScalingGroupARN>" + group + "</AutoScalingGroupARN><Tags>" + tagged + "</Tags></member></AutoScalingGroups>"}},
			ours(group), "Filters.member.1.Name=tag:Name&Filters.member.1.Values.member.1=n*&Filters.member.2.Name=tag:stack"},
		{"an Auto Scaling group that is deleted", answers{"autoscaling:DescribeAutoScalingGroups": {
			"<AutoScalingGroups><member><AutoScalingGroupARN>" + group + "</AutoScalingGroupARN><Status>Delete in progress</Status><Tags>" + tagged + "</Tags></member></AutoScalingGroups>"}},
			nil, ""},
		{"objects of EC2 in the caller's partition",
			answers{"ec2:DescribeTags": {ec2Tags("vpc-1", "vpc", "sgr-1", "security-group-rule")}},
			ours(inEC2+"security-group-rule/sgr-1", inEC2+"vpc/vpc-1"), `Filter.1.Name=tag:Name&Filter.1.Value.1=n\*`},
		{"all tags of what has one of them", answers{"ec2:DescribeTags": {
			"<r><tagSet>" + ec2Tag("vpc-1", "vpc", "Name", "n*") + "</tagSet></r>",
			ec2Tags("vpc-1", "vpc"),
		}}, ours(inEC2 + "vpc/vpc-1"), "Filter.1.Name=resource-id&Filter.1.Value.1=vpc-1"},
		{"an object of EC2 with one of the tags",
			answers{"ec2:DescribeTags": {"<r><tagSet>" + ec2Tag("vpc-1", "vpc", "Name", "n*") + "</tagSet></r>"}}, nil, ""},
		{"an endpoint, one that is deleted, and one that is gone", answers{
			"ec2:DescribeTags": {ec2Tags("vpce-1", "vpc-endpoint", "vpce-2", "vpc-endpoint", "vpce-3", "vpc-endpoint")},
			"ec2:DescribeVpcEndpoints": {"<r><vpcEndpointSet><item><vpcEndpointId>vpce-1</vpcEndpointId><state>available</state></item>" +
				"<item><vpcEndpointId>vpce-2</vpcEndpointId><state>Deleted</state></item></vpcEndpointSet></r>"},
		}, ours(inEC2 + "vpc-endpoint/vpce-1"), ""},
		{"attachments", answers{
			"ec2:DescribeTags": {ec2Tags("tgw-attach-1", "transit-gateway-attachment", "tgw-attach-2", "transit-gateway-attachment")},
			"ec2:DescribeTransitGatewayAttachments": {"<r><transitGatewayAttachments><item><transitGatewayAttachmentId>tgw-attach-1</transitGatewayAttachmentId>" +
				"<state>pending</state></item><item><transitGatewayAttachmentId>tgw-attach-2</transitGatewayAttachmentId><state>deleted</state></item></transitGatewayAttachments></r>"},
		}, ours(inEC2 + "transit-gateway-attachment/tgw-attach-1"), ""},
		{"exclusions on two pages", answers{
			"ec2:DescribeTags": {ec2Tags("e-1", "vpc-block-public-access-exclusion", "e-2", "vpc-block-public-access-exclusion")},
			"ec2:DescribeVpcBlockPublicAccessExclusions": {
				"<r><vpcBlockPublicAccessExclusionSet><item><exclusionId>e-1</exclusionId><state>delete-complete</state></item></vpcBlockPublicAccessExclusionSet><nextToken>2</nextToken></r>",
				"<r><vpcBlockPublicAccessExclusionSet><item><exclusionId>e-2</exclusionId><state>create-complete</state></item></vpcBlockPublicAccessExclusionSet></r>",
			},
		}, ours(inEC2 + "vpc-block-public-access-exclusion/e-2"), "NextToken=2"},
		{"a peering connection that was rejected", answers{
			"ec2:DescribeTags": {ec2Tags("pcx-1", "vpc-peering-connection")},
			"ec2:DescribeVpcPeeringConnections": {"<r><vpcPeeringConnectionSet><item><vpcPeeringConnectionId>pcx-1</vpcPeeringConnectionId>" +
				"<status><code>rejected</code></status></item></vpcPeeringConnectionSet></r>"},
		}, nil, ""},
		{"hosted zones", answers{
			"route53:ListHostedZones": {"<r><HostedZones><HostedZone><Id>/hostedzone/Z1</Id></HostedZone><HostedZone><Id>/hostedzone/Z2</Id></HostedZone></HostedZones></r>"},
			"route53:ListTagsForResources": {"<r><ResourceTagSets><ResourceTagSet><ResourceId>Z1</ResourceId><Tags>" + taggedInXML +
				"</Tags></ResourceTagSet><ResourceTagSet><ResourceId>Z2</ResourceId></ResourceTagSet></ResourceTagSets></r>"},
		}, ours("arn:aws-us-gov:route53:::hostedzone/Z1"), "<ResourceId>Z1</ResourceId><ResourceId>Z2</ResourceId>"},
		{"roles, but none that AWS keeps", answers{
			"iam:ListRoles": {"<Roles><member><Arn>" + role + "r</Arn><RoleName>r</RoleName><Path>/</Path></member>" +
				"<member><Arn>" + role + "aws-service-role/s</Arn><RoleName>s</RoleName><Path>/aws-service-role/x/</Path></member></Roles>"},
			"iam:ListRoleTags": {"<Tags>" + tagged + "</Tags>"},
		}, ours(role + "r"), "RoleName=r"},
		{"a role of another stack", answers{
			"iam:ListRoles":    {"<Roles><member><Arn>" + role + "r</Arn><RoleName>r</RoleName><Path>/</Path></member></Roles>"},
			"iam:ListRoleTags": {"<Tags>" + strings.Replace(tagged, "dev", "prod", 1) + "</Tags>"},
		}, nil, ""},
		{"a role that is deleted meanwhile", answers{
			"iam:ListRoles":    {"<Roles><member><Arn>" + role + "r</Arn><RoleName>r</RoleName><Path>/</Path></member></Roles>"},
			"iam:ListRoleTags": {"!NoSuchEntity"},
		}, nil, ""},
		{"an instance profile", answers{
			"iam:ListInstanceProfiles": {"<InstanceProfiles><member><Arn>" + profile + "</Arn><InstanceProfileName>p</InstanceProfileName></member></InstanceProfiles>"},
			"iam:GetInstanceProfile":   {"<InstanceProfile><Arn>" + profile + "</Arn><Tags>" + tagged + "</Tags></InstanceProfile>"},
		}, ours(profile), "InstanceProfileName=p"},
		{"a policy", answers{
			"iam:ListPolicies":   {"<Policies><member><Arn>" + policy + "</Arn></member></Policies>"},
			"iam:ListPolicyTags": {"<Tags>" + tagged + "</Tags>"},
		}, ours(policy), "Scope=Local"},
		{"an OIDC provider", answers{
			"iam:ListOpenIDConnectProviders":    {"<OpenIDConnectProviderList><member><Arn>" + issuer + "</Arn></member></OpenIDConnectProviderList>"},
			"iam:ListOpenIDConnectProviderTags": {"<Tags>" + tagged + "</Tags>"},
		}, ours(issuer), ""},
		{"objects of other services on two pages", answers{"tag:GetResources": {
			`{"ResourceTagMappingList":[{"ResourceARN":"arn:x",` + taggedJSON + `}],"PaginationToken":"2"}`,
			`{"ResourceTagMappingList":[{"ResourceARN":"` + bucket + `",` + taggedJSON + `},{"ResourceARN":"arn:x",` + taggedJSON + `}],"PaginationToken":""}`,
		}}, ours(bucket, "arn:x"), `"PaginationToken":"2"`},
		{"what the tagging API says of services that are asked themselves", answers{"tag:GetResources": {
			`{"ResourceTagMappingList":[{"ResourceARN":"arn:aws:ec2:eu-central-1:1:vpc/vpc-1",` + taggedJSON + `},{"ResourceARN":"arn:aws:route53:::hostedzone/Z1",` + taggedJSON + `}]}`,
		}}, nil, ""},
		{"keys, of which one waits for its deletion and one is gone", answers{
			"tag:GetResources": {`{"ResourceTagMappingList":[{"ResourceARN":"` + key + `a",` + taggedJSON + `},{"ResourceARN":"` + key + `b",` + taggedJSON + `},` +
				`{"ResourceARN":"` + key + `c",` + taggedJSON + `}]}`},
			"kms:DescribeKey": {`{"KeyMetadata":{"KeyId":"a","KeyState":"PendingDeletion"}}`,
				`{"KeyMetadata":{"KeyId":"b","KeyState":"Enabled"}}`, "!NotFoundException"},
		}, ours(key + "b"), ""},
		{"secrets, of which one waits for its deletion", answers{
			"tag:GetResources":              {`{"ResourceTagMappingList":[{"ResourceARN":"` + secret + `a",` + taggedJSON + `},{"ResourceARN":"` + secret + `b",` + taggedJSON + `}]}`},
			"secretsmanager:DescribeSecret": {`{"DeletedDate":1700000000}`, `{}`},
		}, ours(secret + "b"), ""},
	} {
		all := nothing()
		maps.Copy(all, test.answers)
		a, fake := open(all)
		got, err := a.Tagged(t.Context(), wanted)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if difference := cmp.Diff(test.want, got); difference != "" && len(test.want)+len(got) > 0 {
			t.Errorf("%s: %s", test.name, difference)
		}
		if asked := strings.Join(slices.Concat(slices.Collect(maps.Values(fake.asked))...), "\n"); !strings.Contains(asked, test.asked) {
			t.Errorf("%s: want a request with %s, got\n%s", test.name, test.asked, asked)
		}
		for _, action := range fake.requests() {
			if !slices.Contains(Actions, action) {
				t.Errorf("%s: %s is asked and not among the actions", test.name, action)
			}
		}
	}
}

func TestTaggedSaysWhatItCouldNotList(t *testing.T) {
	t.Parallel()
	for action := range nothing() {
		refused := nothing()
		refused["route53:ListHostedZones"] = []string{"<r><HostedZones><HostedZone><Id>Z1</Id></HostedZone></HostedZones></r>"}
		refused["route53:ListTagsForResources"] = []string{"<r/>"}
		refused[action] = []string{"!AccessDenied"}
		a, _ := open(refused)
		if _, err := a.Tagged(t.Context(), nil); err == nil || !strings.Contains(err.Error(),
			"with tags") || !strings.Contains(err.Error(), "AccessDenied") {
			t.Errorf("%s is refused: want an error that says what was listed, got %v", action, err)
		}
	}
}

func TestActionsOnlyRead(t *testing.T) {
	t.Parallel()
	reads := regexp.MustCompile(`^[a-z0-9]+:(Describe|Get|List|Search)[A-Za-z0-9]+$`)
	for _, action := range Actions {
		if !reads.MatchString(action) {
			t.Errorf("%s does not only read", action)
		}
	}
	if !slices.IsSorted(Actions) || len(Actions) < len(sources) {
		t.Errorf("want the actions sorted and all there, got %v", Actions)
	}
}

func TestOpenNeedsARegionAndCredentials(t *testing.T) {
	for _, name := range []string{
		"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_WEB_IDENTITY_TOKEN_FILE",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
	} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	if _, err := Open(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "region") {
		t.Errorf("want an error about the region, got %v", err)
	}
	if _, err := Open(t.Context(), "eu-central-1"); err == nil || !strings.Contains(err.Error(), "log in, or set AWS_PROFILE") {
		t.Errorf("want an error about the credentials, got %v", err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "a")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "b")
	a, err := Open(t.Context(), "eu-central-1")
	if err != nil || a.region != "eu-central-1" {
		t.Errorf("want an account in the region, got %+v, %v", a, err)
	}
}
