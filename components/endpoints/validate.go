package endpoints

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

var (
	word       = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
	accountID  = regexp.MustCompile(`^[0-9]{12}$`)
	sid        = regexp.MustCompile(`^[A-Za-z0-9]+$`)
	actionName = regexp.MustCompile(`^[a-z0-9-]+:[A-Za-z0-9*]+$`)
	repoPrefix = regexp.MustCompile(`^([a-z0-9][a-z0-9._/-]*)?$`)
)

// checkNetwork reports what is wrong with where the endpoints stand.
func checkNetwork(args *EndpointSetArgs, found *problems.List) {
	if args.VpcID == nil {
		found.Add("vpcId", "is required", problems.Missing, "pass the VPC's id")
	}
	if len(args.RouteTables) == 0 {
		found.Add("routeTables", "is required", problems.Missing, "pass the route tables that reach S3 through the gateway endpoint")
	}
	checkInputs("routeTables", args.RouteTables, found)
	for _, zone := range slices.Sorted(maps.Keys(args.Subnets)) {
		if letter, ok := strings.CutPrefix(zone, args.Region); !ok || len(letter) != 1 || letter < "a" || letter > "z" {
			found.Add("subnets", "key is not an availability zone name of the region", zone, fmt.Sprintf("use names such as %q, one subnet each", args.Region+"a"))
		}
		if args.Subnets[zone] == nil {
			found.Add("subnets."+zone, "has no subnet", problems.Missing, "pass the subnet's id or leave the zone out")
		}
	}
	checkInputs("ingressSecurityGroups", args.IngressSecurityGroups, found)
	for i, cidr := range args.IngressCidrs {
		check.PrivateRange(found, fmt.Sprintf("ingressCidrs[%d]", i), cidr)
	}
	if !slices.Contains([]IPAddressType{"", IPv4, DualStack, IPv6}, args.IPAddressType) {
		found.Add("ipAddressType", "is unknown", string(args.IPAddressType), "use ipv4, dualstack or ipv6")
	}
	if args.IPAddressType == IPv6 && len(args.IngressSecurityGroups) == 0 {
		found.Add("ingressSecurityGroups", "is required for IPv6 endpoints, which no IPv4 range can reach", problems.Missing, "name the callers' security groups")
	}
}

// checkInputs reports keys that cannot be part of resource names, and keys without a value.
func checkInputs[V any](path string, inputs map[string]V, found *problems.List) {
	for _, key := range slices.Sorted(maps.Keys(inputs)) {
		if !word.MatchString(key) {
			found.Add(path, "key cannot be part of a resource name", key, "use lower-case letters, digits and dashes")
		}
		if any(inputs[key]) == nil {
			found.Add(path+"."+key, "has no value", problems.Missing, "pass one or leave the key out")
		}
	}
}

// checkPolicies reports what is wrong with who may do what.
func checkPolicies(args *EndpointSetArgs, services []catalog.Service, found *problems.List) {
	if args.Trust.AccountID != nil && args.Trust.OrganizationID != nil {
		found.Add("trust", "has both accountId and organizationId", "both", "trust the organization or one account")
	}
	if a := args.AddOnRegistryAccount; a != "" && !accountID.MatchString(a) {
		found.Add("addOnRegistryAccount", "is not an account id", a, "write its twelve digits")
	}
	checkAccess := func(path string, access policy.Access) {
		if !slices.Contains([]policy.Access{"", policy.Read, policy.ReadWrite}, access) {
			found.Add(path, "is unknown", string(access), "use read or readWrite")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(args.Buckets)) {
		bucket := args.Buckets[key]
		if bucket.Name == nil {
			found.Add("buckets."+key+".name", "is required", problems.Missing, "pass the bucket's name")
		}
		checkAccess("buckets."+key+".access", bucket.Access)
		for _, prefix := range bucket.Prefixes {
			if prefix == "" || strings.HasPrefix(prefix, "/") || strings.ContainsAny(prefix, "*?$") {
				found.Add("buckets."+key+".prefixes", "is not the beginning of an object key", prefix, `write it like "logs/", without wildcards`)
			}
		}
	}
	for _, prefix := range slices.Sorted(maps.Keys(args.Repositories)) {
		if !repoPrefix.MatchString(prefix) {
			found.Add("repositories", "key is not the beginning of a repository name", prefix, `write it like "platform/", or "" for every repository`)
		}
		checkAccess("repositories."+prefix, args.Repositories[prefix])
	}
	for i, f := range args.Fragments {
		checkFragment(fmt.Sprintf("fragments[%d]", i), f, services, found)
	}
}

func checkFragment(path string, f Fragment, services []catalog.Service, found *problems.List) {
	switch e, known := catalog.Lookup(f.Service); {
	case !known || !slices.Contains(services, f.Service):
		found.Add(path+".service", "is not part of the set", string(f.Service), "add the capability that needs it, or name it in extraServices")
	case !e.TakesPolicy():
		found.Add(path+".service", "takes no endpoint policy", string(f.Service), "limit the role's own policy instead")
	}
	if !sid.MatchString(f.Name) {
		found.Add(path+".name", "is not a statement id", f.Name, "use letters and digits")
	}
	if len(f.Actions) == 0 {
		found.Add(path+".actions", "is required", problems.Missing, "name the IAM actions")
	}
	for _, action := range f.Actions {
		if !actionName.MatchString(action) {
			found.Add(path+".actions", "is not an IAM action", action, `write it like "s3:GetObject"; "*" admits too much`)
		}
	}
	if f.Resources == nil {
		found.Add(path+".resources", "is required", problems.Missing, "name the ARNs")
	}
	for _, account := range f.ResourceAccounts {
		if !accountID.MatchString(account) {
			found.Add(path+".resourceAccounts", "is not an account id", account, "write its twelve digits")
		}
	}
}
