package aws

import (
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ram"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

var (
	accountNumber = regexp.MustCompile(`^[0-9]{12}$`)
	shareMissing  = cloud.Refusal{Code: "UnknownResourceException", Text: "ResourceShare {value} could not be found."}
)

func ramTypes() []cloud.Resource {
	api := func(create, update, remove string) cloud.API {
		return cloud.API{Service: "RAM", Modeled: true, Create: create, Update: update, Read: "GetResourceShares", Delete: remove}
	}
	share := cloud.Reference{Path: "resourceShareArn", Kind: kindShare, Code: shareMissing.Code, Text: shareMissing.Text}
	return []cloud.Resource{{
		Type: "aws:ram/resourceShare:ResourceShare", Args: ram.ResourceShareArgs{}, State: ram.ResourceShare{}, Kind: kindShare, Noun: "RAM Resource Share",
		API:       api("CreateResourceShare", "UpdateResourceShare", "DeleteResourceShare"),
		ID:        "arn:{partition}:ram:{region}:{account}:resource-share/{uuid}",
		Defaults:  map[string]any{"allowExternalPrincipals": false},
		Outputs:   map[string]any{"arn": "{id}", "permissionArns": []any{}},
		ReplaceOn: []string{"permissionArns"},
		NotFound:  shareMissing,
	}, {
		Type: "aws:ram/resourceAssociation:ResourceAssociation", Args: ram.ResourceAssociationArgs{}, State: ram.ResourceAssociation{},
		Kind: kindShareResource, Noun: "RAM Resource Association",
		API: api("AssociateResourceShare", "", "DisassociateResourceShare"),
		ID:  "{resourceShareArn},{resourceArn}", ReplaceOn: []string{"resourceArn", "resourceShareArn"},
		References: []cloud.Reference{share},
		Create:     checkShared,
	}, {
		Type: "aws:ram/principalAssociation:PrincipalAssociation", Args: ram.PrincipalAssociationArgs{}, State: ram.PrincipalAssociation{},
		Kind: kindSharePrincipal, Noun: "RAM Principal Association",
		API: api("AssociateResourceShare", "", "DisassociateResourceShare"),
		ID:  "{resourceShareArn},{principal}", ReplaceOn: []string{"principal", "resourceShareArn"},
		References: []cloud.Reference{share},
		Create:     checkPrincipal,
	}}
}

// checkShared refuses to share an object of this account that does not exist, for the kinds that have an ARN here.
func checkShared(c *cloud.Call) error {
	arn := c.Inputs.String("resourceArn")
	for _, kind := range []string{kindProfile, kindFirewallGroup, kindQueryLog, kindResolverRule, kindSubnet, kindTransitGateway, kindPrefixList} {
		if len(c.Find(kind, where("arn", arn))) > 0 {
			return nil
		}
	}
	return c.Refuse("MalformedArnException", "The resource %s does not exist or cannot be shared.", arn)
}

// checkPrincipal refuses what is neither an account nor an ARN, and accounts outside of the organization unless the share
// admits them.
func checkPrincipal(c *cloud.Call) error {
	principal := c.Inputs.String("principal")
	if !accountNumber.MatchString(principal) && !strings.HasPrefix(principal, "arn:") {
		return c.Refuse("InvalidParameterException", "Principal ID %s is malformed. Verify the ID and try again.", principal)
	}
	for _, share := range c.Find(kindShare, where("arn", c.Inputs.String("resourceShareArn"))) {
		foreign := accountNumber.MatchString(principal) && principal != c.Account.ID
		if foreign && !share.Properties.Bool("allowExternalPrincipals") && !inOrganization(c.Account, principal) {
			return c.Refuse("OperationNotPermittedException", "The resource you are attempting to share can only be shared within your AWS Organization. "+
				"This error may also occur if you have not enabled sharing with your AWS organization.")
		}
	}
	return nil
}
