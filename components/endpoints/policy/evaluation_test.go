package policy_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/components/internal/evaluator"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

func TestEveryNeedOfEveryCapabilityIsAllowed(t *testing.T) {
	t.Parallel()
	for name, trust := range map[string]policy.Trust{"account": {AccountID: own}, "organization": {OrganizationID: ownOrg}} {
		request := fullRequest(t, "eu-central-1")
		request.Trust = trust
		for _, spec := range capability.All() {
			request.Exceptions = spec.Exceptions
			for _, e := range spec.Exceptions {
				for _, probe := range policy.Probes(e, request) {
					if d := compile(t, probe.Services[0], request); !allowed(t, d, probe.Call) {
						t.Errorf("%s trust, %s: %s on %s is denied by the policy of %s", name, spec.Capability, probe.Call.Action, probe.Call.Resource, probe.Services[0])
					}
				}
			}
			for _, need := range spec.Required {
				e, _ := catalog.Lookup(need.Service)
				for _, action := range need.Calls {
					if e.TakesPolicy() && !ownCallAllowed(t, compile(t, need.Service, request), action, trust) {
						t.Errorf("%s trust, %s: %s is denied by the policy of %s", name, spec.Capability, action, need.Service)
					}
				}
			}
		}
	}
}

// ownCallAllowed tells whether a trusted principal may do the action on some resource that the document is about.
func ownCallAllowed(t tester, d iamdoc.Document, action string, trust policy.Trust) bool {
	t.Helper()
	for _, s := range d.Statement {
		for _, resource := range s.Resource {
			if allowed(t, d, evaluator.Call{Action: action, Resource: policy.Example(resource), Context: trust.Own()}) {
				return true
			}
		}
	}
	return false
}

// caller returns the condition keys of a request by one account about a resource of another.
func caller(principal, resource string, more ...string) map[string]string {
	context := map[string]string{}
	if principal != "" {
		context["aws:PrincipalAccount"] = principal
	}
	if resource != "" {
		context["aws:ResourceAccount"] = resource
	}
	for i := 0; i+1 < len(more); i += 2 {
		context[more[i]] = more[i+1]
	}
	return context
}

func TestAbusesAreDeniedAndTheLikeNeedsAreAllowed(t *testing.T) {
	t.Parallel()
	const r = "eu-central-1"
	for _, c := range []struct {
		name    string
		service catalog.Service
		call    evaluator.Call
		want    bool
	}{
		{"upload to an own bucket", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-snapshots/k", Context: caller(own, own)}, true},
		{"upload to a read-only bucket", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-artifacts/k", Context: caller(own, own)}, false},
		{"upload to a foreign bucket", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::evil/k", Context: caller(own, foreign)}, false},
		{"upload to an own bucket that is not listed", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-other/k", Context: caller(own, own)}, false},
		{"upload to a listed name that a foreigner took over", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-snapshots/k", Context: caller(own, foreign)}, false},
		{"upload with foreign credentials", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-snapshots/k", Context: caller(foreign, own)}, false},
		{"anonymous write", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-snapshots/k", Context: caller("", own)}, false},
		{"anonymous write to a bucket of AWS", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::al2023-repos-" + r + "-de612dc2/k"}, false},
		{"anonymous read of the package repositories", catalog.S3, evaluator.Call{Action: "s3:GetObject", Resource: "arn:aws:s3:::al2023-repos-" + r + "-de612dc2/k"}, true},
		{"image layer with a URL presigned by AWS", catalog.S3, evaluator.Call{Action: "s3:GetObject", Resource: "arn:aws:s3:::prod-" + r + "-starport-layer-bucket/k", Context: caller(foreign, foreign)}, true},
		{"anonymous read of a foreign bucket", catalog.S3, evaluator.Call{Action: "s3:GetObject", Resource: "arn:aws:s3:::evil/k"}, false},
		{"write under an own prefix", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-shared/team-a/k", Context: caller(own, own)}, true},
		{"write beside the own prefixes", catalog.S3, evaluator.Call{Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-shared/team-b/k", Context: caller(own, own)}, false},
		{"list under an own prefix", catalog.S3, evaluator.Call{Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-shared", Context: caller(own, own, "s3:prefix", "team-a/x")}, true},
		{"list the whole shared bucket", catalog.S3, evaluator.Call{Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-shared", Context: caller(own, own)}, false},
		{"change of a bucket policy", catalog.S3, evaluator.Call{Action: "s3:PutBucketPolicy", Resource: "arn:aws:s3:::acme-snapshots", Context: caller(own, own)}, false},

		{"pull of an own image", catalog.ECRDkr, evaluator.Call{Action: "ecr:BatchGetImage", Resource: "arn:aws:ecr:" + r + ":" + own + ":repository/platform/x", Context: caller(own, own)}, true},
		{"push to a writable prefix", catalog.ECRDkr, evaluator.Call{Action: "ecr:PutImage", Resource: "arn:aws:ecr:" + r + ":" + own + ":repository/team-a/x", Context: caller(own, own)}, true},
		{"push to a read-only prefix", catalog.ECRDkr, evaluator.Call{Action: "ecr:PutImage", Resource: "arn:aws:ecr:" + r + ":" + own + ":repository/platform/x", Context: caller(own, own)}, false},
		{"push to a foreign account", catalog.ECRDkr, evaluator.Call{Action: "ecr:PutImage", Resource: "arn:aws:ecr:" + r + ":" + foreign + ":repository/team-a/x", Context: caller(own, foreign)}, false},
		{"pull from a foreign account", catalog.ECRDkr, evaluator.Call{Action: "ecr:BatchGetImage", Resource: "arn:aws:ecr:" + r + ":" + foreign + ":repository/x", Context: caller(own, foreign)}, false},
		{"pull of an add-on image", catalog.ECRDkr, evaluator.Call{Action: "ecr:BatchGetImage", Resource: "arn:aws:ecr:" + r + ":602401143452:repository/eks/pause", Context: caller(own, "602401143452")}, true},
		{"push to the add-on registry", catalog.ECRDkr, evaluator.Call{Action: "ecr:PutImage", Resource: "arn:aws:ecr:" + r + ":602401143452:repository/eks/pause", Context: caller(own, "602401143452")}, false},
		{"login with foreign credentials", catalog.ECRAPI, evaluator.Call{Action: "ecr:GetAuthorizationToken", Resource: "*", Context: caller(foreign, "")}, false},

		{"web identity of an own role", catalog.STS, evaluator.Call{Action: "sts:AssumeRoleWithWebIdentity", Resource: "arn:aws:iam::" + own + ":role/app"}, true},
		{"web identity of a foreign role", catalog.STS, evaluator.Call{Action: "sts:AssumeRoleWithWebIdentity", Resource: "arn:aws:iam::" + foreign + ":role/app"}, false},
		{"foreign role assumed by an own one", catalog.STS, evaluator.Call{Action: "sts:AssumeRole", Resource: "arn:aws:iam::" + foreign + ":role/x", Context: caller(own, foreign)}, false},
		{"own role assumed by a foreign one", catalog.STS, evaluator.Call{Action: "sts:AssumeRole", Resource: "arn:aws:iam::" + own + ":role/x", Context: caller(foreign, own)}, false},

		{"launch from an image of AWS", catalog.EC2, evaluator.Call{Action: "ec2:RunInstances", Resource: "arn:aws:ec2:" + r + "::image/ami-1", Context: caller(own, "137112412989")}, true},
		{"launch from an image of AWS by a foreigner", catalog.EC2, evaluator.Call{Action: "ec2:RunInstances", Resource: "arn:aws:ec2:" + r + "::image/ami-1", Context: caller(foreign, "137112412989")}, false},
		{"volume, which has no resource account", catalog.EC2, evaluator.Call{Action: "ec2:CreateVolume", Resource: "arn:aws:ec2:" + r + ":" + own + ":volume/vol-1", Context: caller(own, "")}, true},
		{"snapshot shared with a foreigner", catalog.EC2, evaluator.Call{Action: "ec2:ModifySnapshotAttribute", Resource: "arn:aws:ec2:" + r + "::snapshot/s", Context: caller(own, foreign)}, false},

		{"public parameter", catalog.SSM, evaluator.Call{Action: "ssm:GetParameter", Resource: "arn:aws:ssm:" + r + "::parameter/aws/service/eks/x", Context: caller(own, "")}, true},
		{"parameter of a foreigner", catalog.SSM, evaluator.Call{Action: "ssm:GetParameter", Resource: "arn:aws:ssm:" + r + ":" + foreign + ":parameter/x", Context: caller(own, foreign)}, false},
		{"write of a public parameter", catalog.SSM, evaluator.Call{Action: "ssm:PutParameter", Resource: "arn:aws:ssm:" + r + "::parameter/aws/x", Context: caller(own, "")}, false},

		{"log events to a foreign account", catalog.Logs, evaluator.Call{Action: "logs:PutLogEvents", Resource: "arn:aws:logs:" + r + ":" + foreign + ":log-group:x", Context: caller(own, foreign)}, false},
		{"message to a foreign queue", catalog.SQS, evaluator.Call{Action: "sqs:SendMessage", Resource: "arn:aws:sqs:" + r + ":" + foreign + ":q", Context: caller(own, foreign)}, false},
		{"telemetry by an own agent", catalog.GuardDutyData, evaluator.Call{Action: "guardduty:SendSecurityTelemetry", Resource: "*", Context: caller(own, "")}, true},
		{"telemetry with foreign credentials", catalog.GuardDutyData, evaluator.Call{Action: "guardduty:SendSecurityTelemetry", Resource: "*", Context: caller(foreign, "")}, false},
		{"action of another service", catalog.Logs, evaluator.Call{Action: "sqs:SendMessage", Resource: "*", Context: caller(own, own)}, false},

		{"archive key by its role", catalog.KMS, evaluator.Call{Action: "kms:Encrypt", Resource: "arn:aws:kms:" + r + ":444455556666:key/archive", Context: caller(own, "444455556666", "aws:PrincipalArn", "arn:aws:iam::"+own+":role/archiver")}, true},
		{"archive key by another role", catalog.KMS, evaluator.Call{Action: "kms:Encrypt", Resource: "arn:aws:kms:" + r + ":444455556666:key/archive", Context: caller(own, "444455556666", "aws:PrincipalArn", "arn:aws:iam::"+own+":role/other")}, false},
		{"decryption with the archive key", catalog.KMS, evaluator.Call{Action: "kms:Decrypt", Resource: "arn:aws:kms:" + r + ":444455556666:key/archive", Context: caller(own, "444455556666", "aws:PrincipalArn", "arn:aws:iam::"+own+":role/archiver")}, false},
	} {
		if got := allowed(t, compile(t, c.service, fullRequest(t, r)), c.call); got != c.want {
			t.Errorf("%s: allowed is %t, want %t", c.name, got, c.want)
		}
	}
}

func TestAnotherOrganizationsRoleIsDenied(t *testing.T) {
	t.Parallel()
	request := fullRequest(t, "eu-central-1")
	request.Trust = policy.Trust{OrganizationID: ownOrg}
	request.Fragments = nil
	context := func(principal, resource string) map[string]string {
		return map[string]string{"aws:PrincipalAccount": own, "aws:PrincipalOrgID": principal, "aws:ResourceOrgID": resource}
	}
	resources := map[catalog.Service]evaluator.Call{
		catalog.S3:      {Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-snapshots/k"},
		catalog.ECRDkr:  {Action: "ecr:PutImage", Resource: "arn:aws:ecr:eu-central-1:" + own + ":repository/team-a/x"},
		catalog.Logs:    {Action: "logs:PutLogEvents", Resource: "*"},
		catalog.KMS:     {Action: "kms:Decrypt", Resource: "*"},
		catalog.SQS:     {Action: "sqs:SendMessage", Resource: "*"},
		catalog.STS:     {Action: "sts:AssumeRole", Resource: "arn:aws:iam::" + own + ":role/x"},
		catalog.Events:  {Action: "events:PutEvents", Resource: "*"},
		catalog.Lambda:  {Action: "lambda:InvokeFunction", Resource: "*"},
		catalog.EKSAuth: {Action: "eks-auth:AssumeRoleForPodIdentity", Resource: "*"},
	}
	for service, call := range resources {
		d := compile(t, service, request)
		for who, want := range map[[2]string]bool{{ownOrg, ownOrg}: true, {"o-evil", ownOrg}: false, {ownOrg, "o-evil"}: false, {"", ownOrg}: false} {
			call.Context = context(who[0], who[1])
			if got := allowed(t, d, call); got != want {
				t.Errorf("%s: %s by organization %q on a resource of %q is allowed: %t, want %t", service, call.Action, who[0], who[1], got, want)
			}
		}
	}
	web := evaluator.Call{Action: "sts:AssumeRoleWithWebIdentity", Resource: "arn:aws:iam::" + foreign + ":role/x", Context: map[string]string{"aws:ResourceOrgID": "o-evil"}}
	if allowed(t, compile(t, catalog.STS, request), web) {
		t.Error("web identity of another organization's role is allowed")
	}
}

func TestNoDocumentAdmitsAStrangerToAnythingButTheBucketsOfAws(t *testing.T) {
	t.Parallel()
	request := fullRequest(t, "eu-central-1")
	entries := slices.DeleteFunc(catalog.All(), func(e catalog.Entry) bool { return !e.TakesPolicy() })
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(entries).Draw(t, "service")
		d := compile(t, e.Service, request)
		s := d.Statement[rapid.IntRange(0, len(d.Statement)-1).Draw(t, "statement")]
		call := evaluator.Call{
			Action:   policy.Example(rapid.SampledFrom(s.Action).Draw(t, "action")),
			Resource: policy.Example(rapid.SampledFrom(s.Resource).Draw(t, "resource")),
			Context:  caller(rapid.SampledFrom([]string{"", foreign}).Draw(t, "principal"), rapid.SampledFrom([]string{"", own, foreign}).Draw(t, "owner")),
		}
		if allowed(t, d, call) && len(s.Condition) > 0 {
			t.Errorf("%s: %s on %s by %v is allowed", e.Service, call.Action, call.Resource, call.Context)
		}
	})
}

func TestExceptionsAreOnlyInDocumentsThatAskForThem(t *testing.T) {
	t.Parallel()
	request := fullRequest(t, "eu-central-1")
	request.Exceptions = nil
	for _, e := range policy.Exceptions() {
		for _, probe := range policy.Probes(e, request) {
			if allowed(t, compile(t, probe.Services[0], request), probe.Call) {
				t.Errorf("%s: %s on %s is allowed unasked", e, probe.Call.Action, probe.Call.Resource)
			}
		}
	}
}
