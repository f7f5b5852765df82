package aws

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/organizations"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// accountInvokes are the functions that tell a program where it runs.
func accountInvokes() []cloud.Invoke {
	return []cloud.Invoke{{
		Token: "aws:index/getCallerIdentity:getCallerIdentity", Args: aws.GetCallerIdentityArgs{}, Result: aws.GetCallerIdentityResult{},
		Answer: func(c *cloud.Call) (cloud.Values, error) {
			return cloud.Values{
				"accountId": c.Account.ID, "arn": callerARN(c.Account), "id": c.Account.ID, "userId": callerID + ":" + callerSession,
			}, nil
		},
	}, {
		Token: "aws:index/getPartition:getPartition", Args: aws.GetPartitionArgs{}, Result: aws.GetPartitionResult{},
		Answer: func(c *cloud.Call) (cloud.Values, error) {
			p := partitionOf(c.Account.Region)
			return cloud.Values{"id": p.name, "partition": p.name, "dnsSuffix": p.dnsSuffix, "reverseDnsPrefix": p.reverseDNS}, nil
		},
	}, {
		Token: "aws:index/getRegion:getRegion", Args: aws.GetRegionArgs{}, Result: aws.GetRegionResult{},
		Answer: answerRegion,
	}, {
		Token: "aws:index/getAvailabilityZones:getAvailabilityZones", Args: aws.GetAvailabilityZonesArgs{}, Result: aws.GetAvailabilityZonesResult{},
		Answer: answerZones,
	}, {
		Token: "aws:organizations/getOrganization:getOrganization", Result: organizations.LookupOrganizationResult{},
		Answer: answerOrganization,
	}}
}

func answerRegion(c *cloud.Call) (cloud.Values, error) {
	name := c.Account.Region
	if asked := c.Inputs.String("name"); asked != "" {
		name = asked
	}
	if asked := c.Inputs.String("endpoint"); asked != "" {
		return nil, fmt.Errorf("function %s: looking a Region up by its endpoint is not simulated, got %q; use its name", c.Name, asked)
	}
	r, known := regions[name]
	if !known {
		return nil, fmt.Errorf("finding Region using the specified criteria: name %q is not one of the Regions that are simulated", name)
	}
	return cloud.Values{
		"id": name, "name": name, "description": r.description, "endpoint": fmt.Sprintf("ec2.%s.%s", name, partitionOf(name).dnsSuffix),
	}, nil
}

// zoneFilters are the filters that all standard zones pass or fail alike, with the value that they have.
var zoneFilters = map[string]string{"opt-in-status": "opt-in-not-required", "zone-type": "availability-zone", "state": "available"}

func answerZones(c *cloud.Call) (cloud.Values, error) {
	if c.Inputs.Bool("allAvailabilityZones") {
		return nil, fmt.Errorf("function %s: zones that need an opt-in are not simulated; leave allAvailabilityZones out", c.Name)
	}
	zones, known := zonesOf(c.Account.Region)
	if !known {
		return nil, fmt.Errorf("function %s: Region %q is not simulated", c.Name, c.Account.Region)
	}
	if state := c.Inputs.String("state"); state != "" && state != "available" {
		zones = nil
	}
	for _, filter := range c.Inputs.Objects("filters") {
		kept, err := filterZones(zones, c.Account.Region, filter.String("name"), filter.Strings("values"))
		if err != nil {
			return nil, fmt.Errorf("function %s: %w", c.Name, err)
		}
		zones = kept
	}
	zones = slices.DeleteFunc(slices.Clone(zones), func(z zone) bool {
		return slices.Contains(c.Inputs.Strings("excludeNames"), z.name) || slices.Contains(c.Inputs.Strings("excludeZoneIds"), z.id)
	})
	names, ids := []string{}, []string{}
	for _, z := range zones {
		names, ids = append(names, z.name), append(ids, z.id)
	}
	result := cloud.Values{
		"id": c.Account.Region, "names": cloud.Normal(names), "zoneIds": cloud.Normal(ids), "groupNames": []any{c.Account.Region},
	}
	for _, asked := range []string{"state", "filters", "excludeNames", "excludeZoneIds"} {
		if value, given := c.Inputs.Get(asked); given {
			result[asked] = value
		}
	}
	return result, nil
}

func filterZones(zones []zone, regionName, filter string, values []string) ([]zone, error) {
	valueOf := map[string]func(zone) string{
		"zone-name":   func(z zone) string { return z.name },
		"zone-id":     func(z zone) string { return z.id },
		"region-name": func(zone) string { return regionName },
		"group-name":  func(zone) string { return regionName },
	}
	for name, value := range zoneFilters {
		valueOf[name] = func(zone) string { return value }
	}
	read, known := valueOf[filter]
	if !known {
		return nil, fmt.Errorf("the filter %q is not simulated", filter)
	}
	return slices.DeleteFunc(slices.Clone(zones), func(z zone) bool { return !slices.Contains(values, read(z)) }), nil
}

// members are the accounts of the organization beside the one that deploys.
var members = []string{"444455556666", "777788889999"}

func inOrganization(at cloud.Account, account string) bool {
	return account == at.ID || slices.Contains(members, account)
}

// answerOrganization describes an organization that the deploying account manages.
func answerOrganization(c *cloud.Call) (cloud.Values, error) {
	arn := func(kind, id string) string {
		return fmt.Sprintf("arn:%s:organizations::%s:%s/%s/%s", c.Account.Partition, c.Account.ID, kind, organizationID, id)
	}
	account := func(id string) cloud.Values {
		return cloud.Values{"arn": arn("account", id), "email": "aws+" + id + "@example.com", "id": id, "name": "example-" + id, "status": "ACTIVE"}
	}
	var others []cloud.Values
	for _, id := range members {
		others = append(others, account(id))
	}
	return cloud.Values(cloud.Normal(cloud.Values{
		"id":       organizationID,
		"arn":      fmt.Sprintf("arn:%s:organizations::%s:organization/%s", c.Account.Partition, c.Account.ID, organizationID),
		"accounts": append([]cloud.Values{account(c.Account.ID)}, others...), "nonMasterAccounts": others,
		"awsServiceAccessPrincipals": []string{"ram.amazonaws.com"}, "enabledPolicyTypes": []string{"SERVICE_CONTROL_POLICY"},
		"featureSet": "ALL", "masterAccountId": c.Account.ID, "masterAccountArn": arn("account", c.Account.ID),
		"masterAccountEmail": "aws+" + c.Account.ID + "@example.com", "masterAccountName": "example-" + c.Account.ID,
		"roots": []cloud.Values{{"arn": arn("root", rootID), "id": rootID, "name": "Root", "policyTypes": []cloud.Values{
			{"status": "ENABLED", "type": "SERVICE_CONTROL_POLICY"},
		}}},
	}).(map[string]any)), nil
}
