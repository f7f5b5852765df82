package aws

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func instanceProfileType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:iam/instanceProfile:InstanceProfile", Args: iam.InstanceProfileArgs{}, State: iam.InstanceProfile{},
		Kind: kindInstanceProfile, Noun: "IAM Instance Profile", Global: true,
		API:      iamAPI("InstanceProfile"),
		ID:       "{name}",
		Autoname: &cloud.Autoname{Property: "name", Max: 128},
		Defaults: map[string]any{"path": "/"},
		Outputs: map[string]any{
			"arn": "arn:{partition}:iam::{account}:instance-profile{path}{name}", "uniqueId": "AIPA{upper17}", "createDate": created, "namePrefix": "",
		},
		ReplaceOn:   []string{"name", "namePrefix", "path"},
		Constraints: []cloud.Constraint{{Path: "name", MinLen: 1, MaxLen: 128}, {Path: "name", Pattern: iamName}},
		References:  []cloud.Reference{toRole},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "EntityAlreadyExists", Text: "Instance Profile {value} already exists.", Status: 409,
		}},
	}
}

func oidcProviderType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider", Args: iam.OpenIdConnectProviderArgs{}, State: iam.OpenIdConnectProvider{},
		Kind: kindOIDCProvider, Noun: "IAM OIDC Provider", Global: true,
		API: cloud.API{
			Service: "IAM", Modeled: true, Create: "CreateOpenIDConnectProvider", Update: "UpdateOpenIDConnectProviderThumbprint",
			Read: "GetOpenIDConnectProvider", Delete: "DeleteOpenIDConnectProvider",
		},
		Required: []string{"clientIdLists"},
		MakeID:   oidcProviderARN,
		// IAM fetches the thumbprint itself where none is given.
		Outputs:   map[string]any{"arn": "{id}", "thumbprintLists": []any{"9e99a48a9960b14926bb7f3b02e22da2b0ab7280"}},
		ReplaceOn: []string{"url"},
		Sets:      []string{"clientIdLists"},
		Unique: []cloud.Unique{{
			Properties: []string{"url"}, Code: "EntityAlreadyExists", Text: "Provider with url {value} already exists.", Status: 409,
		}},
	}
}

func oidcProviderARN(c *cloud.Call) (string, error) {
	issuer, secure := strings.CutPrefix(c.Inputs.String("url"), "https://")
	if !secure || issuer == "" {
		return "", c.Refuse("InvalidInput", "Invalid Open ID Connect Provider URL")
	}
	return fmt.Sprintf("arn:%s:iam::%s:oidc-provider/%s", c.Account.Partition, c.Account.ID, issuer), nil
}
