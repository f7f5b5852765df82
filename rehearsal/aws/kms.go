package aws

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// maxKeyPolicy is the longest key policy in bytes. Source: KMS quotas.
const maxKeyPolicy = 32768

var (
	kmsKeyMissing = cloud.Refusal{Code: "NotFoundException", Text: "Key '{value}' does not exist"}
	keyShapes     = []string{
		"SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "ECC_NIST_P256", "ECC_NIST_P384",
		"ECC_NIST_P521", "ECC_SECG_P256K1", "SM2",
	}
)

func kmsTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:kms/key:Key", Args: kms.KeyArgs{}, State: kms.Key{}, Kind: kindKey, Noun: "KMS Key",
		API: cloud.API{Service: "KMS", Modeled: true, Create: "CreateKey", Update: "PutKeyPolicy", Read: "DescribeKey", Delete: "ScheduleKeyDeletion"},
		ID:  "{uuid}",
		Defaults: map[string]any{
			"bypassPolicyLockoutSafetyCheck": false, "customerMasterKeySpec": "SYMMETRIC_DEFAULT", "enableKeyRotation": false, "isEnabled": true,
			"keyUsage": "ENCRYPT_DECRYPT",
		},
		Outputs: map[string]any{
			"arn": "arn:{partition}:kms:{region}:{account}:key/{id}", "keyId": "{id}", "description": "", "multiRegion": false,
		},
		ReplaceOn: []string{"customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"},
		JSON:      []string{"policy"},
		Constraints: []cloud.Constraint{
			{Path: "description", MaxLen: 8192}, {Path: "deletionWindowInDays", Min: 7, Max: 30}, {Path: "rotationPeriodInDays", Min: 90, Max: 2560},
			{Path: "customerMasterKeySpec", OneOf: keyShapes},
			{Path: "keyUsage", OneOf: []string{"ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"}},
		},
		NotFound: kmsKeyMissing,
		Create:   settleKey, Update: settleKey, Delete: deleteKey,
	}, {
		Type: "aws:kms/alias:Alias", Args: kms.AliasArgs{}, State: kms.Alias{}, Kind: kindAlias, Noun: "KMS Alias",
		API:       cloud.API{Service: "KMS", Modeled: true, Create: "CreateAlias", Update: "UpdateAlias", Read: "ListAliases", Delete: "DeleteAlias"},
		ID:        "{name}",
		Outputs:   map[string]any{"arn": "arn:{partition}:kms:{region}:{account}:{name}", "namePrefix": ""},
		Autoname:  &cloud.Autoname{Property: "name", Prefix: "alias/", Max: 256},
		ReplaceOn: []string{"name", "namePrefix"},
		Check: func(c *cloud.Checking) {
			if name := c.Inputs.String("name"); name != "" && (!strings.HasPrefix(name, "alias/") || len(name) > 256) {
				c.Fail("name", "name must begin with 'alias/' and have at most 256 characters, got %q", name)
			}
		},
		References: []cloud.Reference{{
			Path: "targetKeyId", Kind: kindKey, By: []string{"id", "arn"}, Code: kmsKeyMissing.Code, Text: kmsKeyMissing.Text,
		}},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "AlreadyExistsException",
			Text: "An alias with the name arn:{partition}:kms:{region}:{account}:{value} already exists",
		}},
		Create: settleAlias, Update: settleAlias,
	}, {
		Type: "aws:kms/keyPolicy:KeyPolicy", Args: kms.KeyPolicyArgs{}, State: kms.KeyPolicy{}, Kind: kindKeyPolicy, Noun: "KMS Key Policy",
		API:      cloud.API{Service: "KMS", Modeled: true, Create: "PutKeyPolicy", Update: "PutKeyPolicy", Read: "GetKeyPolicy", Delete: "PutKeyPolicy"},
		ID:       "{keyId}",
		Defaults: map[string]any{"bypassPolicyLockoutSafetyCheck": false},
		JSON:     []string{"policy"},
		References: []cloud.Reference{{
			Path: "keyId", Kind: kindKey, By: []string{"id", "arn"}, Code: kmsKeyMissing.Code, Text: kmsKeyMissing.Text,
		}},
		Create: putKeyPolicy, Update: changeKeyPolicy, Delete: resetKeyPolicy,
	}}
}

// defaultKeyPolicy is the policy that KMS gives a key for which the user states none: the account's IAM policies decide.
func defaultKeyPolicy(at cloud.Account) string {
	return fmt.Sprintf(`{"Id":"key-default-1","Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"arn:%s:iam::%s:root"},`+
		`"Resource":"*","Sid":"Enable IAM User Permissions"}],"Version":"2012-10-17"}`, at.Partition, at.ID)
}

func settleKey(c *cloud.Call) error {
	p := c.Object.Properties
	if c.Inputs.Bool("enableKeyRotation") && p.String("customerMasterKeySpec") != "SYMMETRIC_DEFAULT" {
		return c.Refuse("UnsupportedOperationException", "Automatic rotation is supported for symmetric encryption keys only.")
	}
	if _, stated := c.Inputs.Get("rotationPeriodInDays"); !stated {
		p.Set("rotationPeriodInDays", 0)
		if c.Inputs.Bool("enableKeyRotation") {
			p.Set("rotationPeriodInDays", 365)
		}
	}
	if !c.Inputs.Has("policy") {
		if p.String("policy") == "" {
			p.Set("policy", defaultKeyPolicy(c.Account))
		}
		return nil
	}
	return checkKeyPolicy(c, p.String("policy"), c.Inputs.Bool("bypassPolicyLockoutSafetyCheck"))
}

// checkKeyPolicy refuses a policy that is malformed, names principals that do not exist, or locks everybody out.
func checkKeyPolicy(c *cloud.Call, policy string, bypass bool) error {
	if len(policy) > maxKeyPolicy {
		return c.Refuse("LimitExceededException", "The key policy has %d bytes; the maximum is %d", len(policy), maxKeyPolicy)
	}
	doc, malformed := parseDocument(policy)
	if malformed != "" {
		return c.Refuse("MalformedPolicyDocumentException", "%s", malformed)
	}
	for _, s := range doc.Statement {
		if len(s.Principal) == 0 && s.NotPrincipal == nil {
			return c.Refuse("MalformedPolicyDocumentException", "Policy contains a statement with no principal.")
		}
		if len(s.Resource) == 0 && len(s.NotResource) == 0 {
			return c.Refuse("MalformedPolicyDocumentException", "Policy contains a statement with no resource.")
		}
		if _, unknown := unknownPrincipal(c, s.Principal); unknown {
			return c.Refuse("MalformedPolicyDocumentException", "Policy contains a statement with one or more invalid principals.")
		}
	}
	if !bypass && !doc.allows(request{
		principalType: "AWS", principals: callerNames(c.Account), action: "kms:PutKeyPolicy", resource: "*", context: callerContext(c.Account),
	}) {
		return c.Refuse("MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.")
	}
	return nil
}

// unknownPrincipal returns the first role of this account that a statement names and that does not exist.
func unknownPrincipal(c *cloud.Call, named principals) (string, bool) {
	for _, arn := range named["AWS"] {
		if unknownRole(c, arn) {
			return arn, true
		}
	}
	return "", false
}

// unknownRole tells whether an ARN names a role of this account that does not exist. Roles that AWS makes are taken to exist: those
// linked to services, and those of IAM Identity Center.
func unknownRole(c *cloud.Call, arn string) bool {
	prefix := fmt.Sprintf("arn:%s:iam::%s:role/", c.Account.Partition, c.Account.ID)
	if !strings.HasPrefix(arn, prefix) || strings.HasPrefix(arn, prefix+"aws-service-role/") || strings.HasPrefix(arn, prefix+"aws-reserved/") {
		return false
	}
	_, exists := roleByARN(c, arn)
	return !exists
}

// keyAllowsService tells whether a key's policy lets a service of AWS use the key in the given encryption context.
func keyAllowsService(c *cloud.Call, keyARN, principal string, context map[string]string) bool {
	keys := c.Find(kindKey, where("arn", keyARN))
	if len(keys) == 0 {
		return false
	}
	doc, malformed := parseDocument(keys[0].Properties.String("policy"))
	allowed := malformed == ""
	for _, action := range []string{"kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt"} {
		allowed = allowed && doc.allows(request{principalType: "Service", principals: []string{principal}, action: action, resource: keyARN, context: context})
	}
	return allowed
}

// settleAlias answers the target of an alias by id and by ARN, whichever the user gave.
func settleAlias(c *cloud.Call) error {
	for _, key := range c.Find(kindKey, nil) {
		if target := c.Inputs.String("targetKeyId"); key.ID == target || key.Properties.String("arn") == target {
			c.Object.Properties.Set("targetKeyArn", key.Properties.String("arn"))
		}
	}
	if strings.HasPrefix(c.Object.Properties.String("name"), "alias/aws/") {
		return c.Refuse("NotAuthorizedException", "%s is a name that AWS reserves", c.Object.Properties.String("name"))
	}
	return nil
}

// deleteKey takes the aliases of a key along, as its deletion does at the end of the waiting period.
func deleteKey(c *cloud.Call) error {
	for _, alias := range c.Find(kindAlias, where("targetKeyArn", c.Object.Properties.String("arn"))) {
		c.Remove(alias)
	}
	return nil
}

func keyOfPolicy(c *cloud.Call) (*cloud.Object, bool) {
	id := c.Object.Properties.String("keyId")
	for _, key := range c.Find(kindKey, nil) {
		if key.ID == id || key.Properties.String("arn") == id {
			return key, true
		}
	}
	return nil, false
}

func putKeyPolicy(c *cloud.Call) error {
	policy := c.Inputs.String("policy")
	if err := checkKeyPolicy(c, policy, c.Inputs.Bool("bypassPolicyLockoutSafetyCheck")); err != nil {
		return err
	}
	if key, ok := keyOfPolicy(c); ok {
		c.Change(key).Properties.Set("policy", policy)
	}
	return nil
}

// changeKeyPolicy leaves the policy with its key: the provider updates where another key is given, and asks for the first one still.
func changeKeyPolicy(c *cloud.Call) error {
	c.Object.Properties.Set("keyId", c.Old.String("keyId"))
	return putKeyPolicy(c)
}

func resetKeyPolicy(c *cloud.Call) error {
	if key, ok := keyOfPolicy(c); ok {
		c.Change(key).Properties.Set("policy", defaultKeyPolicy(c.Account))
	}
	return nil
}
