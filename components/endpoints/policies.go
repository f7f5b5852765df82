package endpoints

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

// trust is Trust with its default applied; one of the two is empty.
type trust struct {
	account, organization pulumi.StringOutput
}

// resolveTrust applies the default: the account of the caller.
func (s *EndpointSet) resolveTrust(ctx *pulumi.Context) trust {
	none := pulumi.String("").ToStringOutput()
	switch given := s.args.Trust; {
	case given.OrganizationID != nil:
		return trust{account: none, organization: given.OrganizationID.ToStringOutput()}
	case given.AccountID != nil:
		return trust{account: given.AccountID.ToStringOutput(), organization: none}
	default:
		caller := aws.GetCallerIdentityOutput(ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Parent(s))
		return trust{account: caller.AccountId(), organization: none}
	}
}

// policyOf returns the endpoint policy of a service. It waits only for the inputs that the service's policy is made of.
func (s *EndpointSet) policyOf(e catalog.Entry, t trust) pulumi.StringPtrInput {
	if !e.TakesPolicy() {
		return nil
	}
	request := policy.Request{
		Region: s.plan.region, Exceptions: s.plan.set.Exceptions, AddOnRegistry: s.plan.addOnRegistry, Repositories: s.args.Repositories,
	}
	inputs := []any{t.account, t.organization}
	bucketKeys := s.bucketKeys(e)
	for _, key := range bucketKeys {
		inputs = append(inputs, s.args.Buckets[key].Name.ToStringOutput())
	}
	fragments := s.fragmentsOf(e)
	for _, f := range fragments {
		inputs = append(inputs, f.Resources.ToStringArrayOutput(), arrayOrEmpty(f.Principals))
	}
	return pulumi.All(inputs...).ApplyT(func(values []any) (string, error) {
		known := request
		known.Trust = policy.Trust{AccountID: values[0].(string), OrganizationID: values[1].(string)}
		values = values[2:]
		for i, key := range bucketKeys {
			b := s.args.Buckets[key]
			known.Buckets = append(known.Buckets, policy.Bucket{Name: values[i].(string), Access: b.Access, Prefixes: b.Prefixes})
		}
		values = values[len(bucketKeys):]
		for i, f := range fragments {
			known.Fragments = append(known.Fragments, policy.Fragment{
				Service: f.Service, Name: f.Name, Actions: f.Actions, ResourceAccounts: f.ResourceAccounts,
				Resources: values[2*i].([]string), Principals: values[2*i+1].([]string),
			})
		}
		document, err := policy.Compile(e, known)
		if err != nil {
			return "", err
		}
		return document.JSON()
	}).(pulumi.StringOutput)
}

// bucketKeys returns the keys of the buckets that the service's policy lists, sorted.
func (s *EndpointSet) bucketKeys(e catalog.Entry) []string {
	if e.Service != catalog.S3 && e.Service != catalog.S3Interface {
		return nil
	}
	return slices.Sorted(maps.Keys(s.args.Buckets))
}

// fragmentsOf returns the fragments for a service, in the order given.
func (s *EndpointSet) fragmentsOf(e catalog.Entry) []Fragment {
	return slices.DeleteFunc(slices.Clone(s.args.Fragments), func(f Fragment) bool { return f.Service != e.Service })
}

func arrayOrEmpty(a pulumi.StringArrayInput) pulumi.StringArrayOutput {
	if a == nil {
		return pulumi.StringArray{}.ToStringArrayOutput()
	}
	return a.ToStringArrayOutput()
}
