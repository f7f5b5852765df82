package aws

import (
	"regexp"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Limits of Secrets Manager in bytes. Source: Secrets Manager user guide, "Quotas".
const (
	maxSecretValue  = 65536
	maxSecretPolicy = 20480
)

var (
	secretMissing = cloud.Refusal{Code: "ResourceNotFoundException", Text: "Secrets Manager can't find the specified secret."}
	secretName    = regexp.MustCompile(`^[\w+=,.@/!-]+$`)
)

func secretTypes() []cloud.Resource {
	return []cloud.Resource{secretType(), secretVersionType(), secretPolicyType()}
}

func secretsAPI(create, update, read, remove string) cloud.API {
	return cloud.API{Service: "Secrets Manager", Modeled: true, Create: create, Update: update, Read: read, Delete: remove}
}

func secretType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:secretsmanager/secret:Secret", Args: secretsmanager.SecretArgs{}, State: secretsmanager.Secret{},
		Kind: kindSecret, Noun: "Secrets Manager Secret",
		API:       secretsAPI("CreateSecret", "UpdateSecret", "DescribeSecret", "DeleteSecret"),
		ID:        "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{upper6}",
		Defaults:  map[string]any{"forceOverwriteReplicaSecret": false, "recoveryWindowInDays": 30},
		Outputs:   map[string]any{"arn": "{id}", "namePrefix": "", "policy": "", "replicas": []any{}},
		ReplaceOn: []string{"name", "namePrefix"},
		Sets:      []string{"replicas"},
		JSON:      []string{"policy"},
		Constraints: []cloud.Constraint{
			{Path: "name", MinLen: 1, MaxLen: 512}, {Path: "name", Pattern: secretName},
			{Path: "description", MaxLen: 2048, Code: "ValidationException", Text: "The description has more than 2048 characters"},
		},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "ResourceExistsException", Text: "The operation failed because the secret {value} already exists.",
		}},
		Quotas:   []cloud.Quota{{Max: 500000, Code: "LimitExceededException", Text: "You have reached the limit on the number of secrets."}},
		NotFound: secretMissing,
		Check: func(c *cloud.Checking) {
			if days := c.Inputs.Int("recoveryWindowInDays"); c.Inputs.Known("recoveryWindowInDays") && days != 0 && (days < 7 || days > 30) {
				c.Fail("recoveryWindowInDays", "expected recovery_window_in_days to be 0 or from 7 to 30, got %d", days)
			}
			if c.Inputs.Has("name") && c.Inputs.Has("namePrefix") {
				c.Fail("name", "\"name\" conflicts with \"namePrefix\"; give one of them")
			}
		},
		Create: createSecret, Update: checkSecret, Read: readSecret, Delete: deleteSecret,
	}
}

// createSecret refuses a name that a deleted secret keeps until the end of its recovery window.
func createSecret(c *cloud.Call) error {
	p := c.Object.Properties
	if len(c.Find(kindDeletedSecret, where("name", p.String("name")))) > 0 {
		return c.Refuse("InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.")
	}
	return checkSecret(c)
}

func checkSecret(c *cloud.Call) error {
	if c.Inputs.Has("replicas") {
		return c.Refuse("UnsupportedOperation", "Replicas of secrets are not simulated.")
	}
	if policy := c.Inputs.String("policy"); policy != "" {
		return checkSecretPolicy(c, policy)
	}
	return nil
}

// readSecret answers the policy, which may be a resource of its own.
func readSecret(c *cloud.Call) error {
	if err := secretDenied(c, c.Object, "secretsmanager:DescribeSecret"); err != nil {
		return err
	}
	for _, policy := range c.Find(kindSecretPolicy, where("secretArn", c.Object.ID)) {
		c.Object.Properties.Set("policy", policy.Properties.String("policy"))
	}
	return nil
}

// deleteSecret schedules the deletion: the name stays taken until the recovery window ends, which no rehearsal waits for.
func deleteSecret(c *cloud.Call) error {
	if err := secretDenied(c, c.Object, "secretsmanager:DeleteSecret"); err != nil {
		return err
	}
	for _, kind := range []string{kindSecretVersion, kindSecretPolicy} {
		for _, part := range c.Find(kind, nil) {
			if part.Properties.String("secretId") == c.Object.ID || part.Properties.String("secretArn") == c.Object.ID {
				c.Remove(part)
			}
		}
	}
	if c.Object.Properties.Int("recoveryWindowInDays") > 0 {
		c.Leave(kindDeletedSecret, c.Object.ID, cloud.Values{"name": c.Object.Properties.String("name")})
	}
	return nil
}

// policyOfSecret returns the policy of a secret, by its own property or by a resource of its own.
func policyOfSecret(c *cloud.Call, secret *cloud.Object) document {
	text := secret.Properties.String("policy")
	for _, policy := range c.Find(kindSecretPolicy, where("secretArn", secret.ID)) {
		text = policy.Properties.String("policy")
	}
	doc, _ := parseDocument(text)
	return doc
}

// secretDenied refuses a call of the deploying program that the policy of the secret denies. The provider reads a value back after it
// put it, and again with every refresh.
func secretDenied(c *cloud.Call, secret *cloud.Object, action string) error {
	return deniedBySecret(c, policyOfSecret(c, secret), secret.ID, action)
}

func deniedBySecret(c *cloud.Call, policy document, arn, action string) error {
	if !policy.denies(request{principalType: "AWS", principals: callerNames(c.Account), action: action, resource: arn, context: callerContext(c.Account)}) {
		return nil
	}
	return c.Refuse("AccessDeniedException", "User: %s is not authorized to perform: %s on resource: %s with an explicit deny in a resource-based policy",
		callerARN(c.Account), action, arn)
}

func secretVersionType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:secretsmanager/secretVersion:SecretVersion", Args: secretsmanager.SecretVersionArgs{}, State: secretsmanager.SecretVersion{},
		Kind: kindSecretVersion, Noun: "Secrets Manager Secret Version",
		API:       secretsAPI("PutSecretValue", "UpdateSecretVersionStage", "GetSecretValue", "UpdateSecretVersionStage"),
		ID:        "{secretId}|{uuid}",
		Outputs:   map[string]any{"arn": "{secretId}", "versionId": "{uuid}", "versionStages": []any{"AWSCURRENT"}},
		Secret:    []string{"secretBinary", "secretString"},
		ReplaceOn: []string{"secretBinary", "secretId", "secretString"},
		Sets:      []string{"versionStages"},
		References: []cloud.Reference{{
			Path: "secretId", Kind: kindSecret, By: []string{"id", "name"}, Code: secretMissing.Code, Text: secretMissing.Text,
		}},
		NotFound: secretMissing,
		Check: func(c *cloud.Checking) {
			if c.Inputs.Has("secretString") && c.Inputs.Has("secretBinary") {
				c.Fail("secretString", "\"secretString\" conflicts with \"secretBinary\"; give one of them")
			}
		},
		Create: putSecretValue,
		Read: func(c *cloud.Call) error {
			if secret, ok := secretOf(c, c.Object.Properties.String("secretId")); ok {
				return secretDenied(c, secret, "secretsmanager:GetSecretValue")
			}
			return nil
		},
	}
}

// secretOf finds a secret by ARN or name.
func secretOf(c *cloud.Call, named string) (*cloud.Object, bool) {
	for _, secret := range c.Find(kindSecret, nil) {
		if secret.ID == named || secret.Properties.String("name") == named {
			return secret, true
		}
	}
	return nil, false
}

// putSecretValue makes the version the current one and refuses a value that is missing or too long, or a key that is not there.
func putSecretValue(c *cloud.Call) error {
	in := c.Inputs
	secret, _ := secretOf(c, in.String("secretId"))
	switch {
	case in.String("secretString") == "" && in.String("secretBinary") == "":
		return c.Refuse("InvalidParameterException", "You must provide either SecretString or SecretBinary.")
	case len(in.String("secretString")) > maxSecretValue || len(in.String("secretBinary")) > maxSecretValue:
		return c.Refuse("ValidationException", "The secret value has more than %d bytes", maxSecretValue)
	}
	if key := secret.Properties.String("kmsKeyId"); key != "" && !keyExists(c, key) {
		return c.Refuse("AccessDeniedException", "Access to KMS is not allowed")
	}
	if err := secretDenied(c, secret, "secretsmanager:PutSecretValue"); err != nil {
		return err
	}
	if in.Has("versionStages") && !slices.Contains(in.Strings("versionStages"), "AWSCURRENT") {
		return nil
	}
	for _, version := range c.Find(kindSecretVersion, nil) {
		if version.ID != c.Object.ID && version.Properties.String("arn") == secret.ID {
			c.Change(version).Properties.Set("versionStages", []any{"AWSPREVIOUS"})
		}
	}
	c.Object.Properties.Set("arn", secret.ID)
	return nil
}

// keyExists tells whether a key is there, named by id, ARN or alias. Keys that AWS manages are.
func keyExists(c *cloud.Call, named string) bool {
	if len(c.Find(kindKey, func(o *cloud.Object) bool { return o.ID == named || o.Properties.String("arn") == named })) > 0 {
		return true
	}
	if awsManagedKey.MatchString(named) {
		return true
	}
	return len(c.Find(kindAlias, func(o *cloud.Object) bool { return o.ID == named || o.Properties.String("arn") == named })) > 0
}

var awsManagedKey = regexp.MustCompile(`^(arn:[\w-]+:kms:[\w-]+:\d{12}:)?alias/aws/[\w-]+$`)

func secretPolicyType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:secretsmanager/secretPolicy:SecretPolicy", Args: secretsmanager.SecretPolicyArgs{}, State: secretsmanager.SecretPolicy{},
		Kind: kindSecretPolicy, Noun: "Secrets Manager Secret Policy",
		API: secretsAPI("PutResourcePolicy", "PutResourcePolicy", "GetResourcePolicy", "DeleteResourcePolicy"), ID: "{secretArn}",
		ReplaceOn:  []string{"secretArn"},
		JSON:       []string{"policy"},
		References: []cloud.Reference{{Path: "secretArn", Kind: kindSecret, By: []string{"id"}, Code: secretMissing.Code, Text: secretMissing.Text}},
		Create:     putSecretPolicy, Update: putSecretPolicy,
	}
}

func putSecretPolicy(c *cloud.Call) error {
	if err := checkSecretPolicy(c, c.Inputs.String("policy")); err != nil {
		return err
	}
	doc, _ := parseDocument(c.Inputs.String("policy"))
	if c.Inputs.Bool("blockPublicPolicy") && slices.ContainsFunc(doc.Statement, isPublicStatement) {
		return c.Refuse("PublicPolicyException", "The resource policy grants broad access to the secret.")
	}
	return deniedBySecret(c, doc, c.Inputs.String("secretArn"), "secretsmanager:GetResourcePolicy")
}

func checkSecretPolicy(c *cloud.Call, text string) error {
	if len(text) > maxSecretPolicy {
		return c.Refuse("MalformedPolicyDocumentException", "The policy has more than %d bytes", maxSecretPolicy)
	}
	doc, malformed := parseDocument(text)
	if malformed != "" {
		return c.Refuse("MalformedPolicyDocumentException", "%s", malformed)
	}
	for _, s := range doc.Statement {
		if _, unknown := unknownPrincipal(c, s.Principal); unknown || len(s.Principal) == 0 && s.NotPrincipal == nil {
			return c.Refuse("MalformedPolicyDocumentException", "This resource policy contains an unsupported principal.")
		}
		if len(s.Resource) == 0 && len(s.NotResource) == 0 {
			return c.Refuse("MalformedPolicyDocumentException", "This resource policy contains a statement without a resource.")
		}
	}
	return nil
}
