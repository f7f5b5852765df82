package aws

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func prefixListTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:ec2/managedPrefixList:ManagedPrefixList", Args: ec2.ManagedPrefixListArgs{}, State: ec2.ManagedPrefixList{},
		Kind: kindPrefixList, Noun: "EC2 Managed Prefix List",
		API:             ec2API("ManagedPrefixList", "ModifyManagedPrefixList"),
		ID:              "pl-0{hex16}",
		Outputs:         map[string]any{"arn": "arn:{partition}:ec2:{region}:{account}:prefix-list/{id}", "ownerId": "{account}", "version": 1, "entries": []any{}},
		ChangesOnUpdate: []string{"version"},
		ReplaceOn:       []string{"addressFamily"},
		Sets:            []string{"entries"},
		Constraints: []cloud.Constraint{
			{Path: "addressFamily", OneOf: []string{"IPv4", "IPv6"}}, {Path: "maxEntries", Min: 1, Max: 1000}, {Path: "name", MaxLen: 255},
		},
		InUse:    cloud.Refusal{Code: "DependencyViolation", Text: "The prefix list '{id}' is in use and cannot be deleted."},
		NotFound: missing[kindPrefixList],
		Create:   checkEntries, Update: firstOf(checkEntries, nextVersion), Read: readEntries,
	}, {
		Type: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", Args: ec2.ManagedPrefixListEntryArgs{}, State: ec2.ManagedPrefixListEntry{},
		Kind: kindPrefixListEntry, Noun: "EC2 Managed Prefix List Entry",
		API: cloud.API{
			Service: "EC2", Create: "ModifyManagedPrefixList", Update: "ModifyManagedPrefixList", Read: "GetManagedPrefixListEntries",
			Delete: "ModifyManagedPrefixList",
		},
		ID:         "{prefixListId},{cidr}",
		ReplaceOn:  []string{"cidr", "description", "prefixListId"},
		References: []cloud.Reference{refers("prefixListId", kindPrefixList)},
		Create:     addEntry,
	}}
}

// entriesOf lists the entries of a list: those inside it and those beside it.
func entriesOf(c *cloud.Call, list *cloud.Object) []cloud.Values {
	entries := list.Properties.Objects("entries")
	for _, beside := range c.Find(kindPrefixListEntry, where("prefixListId", list.ID)) {
		entry := cloud.Values{"cidr": beside.Properties.String("cidr")}
		if text := beside.Properties.String("description"); text != "" {
			entry["description"] = text
		}
		entries = append(entries, entry)
	}
	return entries
}

func readEntries(c *cloud.Call) error {
	c.Object.Properties.Set("entries", entriesOf(c, c.Object))
	return nil
}

// addEntry holds an entry beside its list to the rules of those inside.
func addEntry(c *cloud.Call) error {
	list, err := get(c, kindPrefixList, c.Inputs.String("prefixListId"))
	if err != nil {
		return err
	}
	return checkListed(c, entriesOf(c, list), list.Properties.String("addressFamily"), list.Properties.Int("maxEntries"))
}

func checkEntries(c *cloud.Call) error {
	if strings.HasPrefix(c.Inputs.String("name"), "com.amazonaws") {
		return c.Refuse("InvalidParameterValue", "The prefix list name cannot start with com.amazonaws.")
	}
	return checkListed(c, entriesOf(c, c.Object), c.Inputs.String("addressFamily"), c.Inputs.Int("maxEntries"))
}

func checkListed(c *cloud.Call, entries []cloud.Values, family string, most int) error {
	if len(entries) > most {
		return c.Refuse("PrefixListMaxEntriesExceeded", "You've reached the maximum number of entries for the prefix list.")
	}
	seen := map[string]bool{}
	for _, entry := range entries {
		text := entry.String("cidr")
		block, err := netip.ParsePrefix(text)
		if err != nil || block != block.Masked() || block.Addr().Is4() != (family == "IPv4") {
			return c.Refuse("InvalidParameterValue", "The CIDR %s is not valid.", text)
		}
		if seen[text] {
			return c.Refuse("InvalidRequest", "The request contains a duplicate CIDR: %s.", text)
		}
		seen[text] = true
	}
	return nil
}

// nextVersion counts the changes, as AWS does.
func nextVersion(c *cloud.Call) error {
	n := c.Object.Properties.Int(changes) + 1
	c.Object.Properties.Set(changes, n)
	c.Object.Properties.Set("version", 1+n)
	return nil
}

// prefixListExists tells whether an id names a list of AWS in the Region or one of the account.
func prefixListExists(c *cloud.Call, id string) bool {
	_, own := c.Get(kindPrefixList, id)
	return own || slices.ContainsFunc(PrefixLists(c.Account.Region), func(l PrefixList) bool { return l.ID == id })
}

// prefixListWeight is what a peer or a destination counts against a quota: 1 for anything but a customer's prefix list.
func prefixListWeight(c *cloud.Call, peer string) int {
	if list, ok := c.Get(kindPrefixList, peer); ok {
		return list.Properties.Int("maxEntries")
	}
	return 1
}
