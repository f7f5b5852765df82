package aws

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/everytype"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestASecretIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a plain secret":      {in{"name": "cloudgap/token"}, "", ""},
		"a name that is used": {in{"name": "taken"}, "ResourceExistsException", "the secret taken already exists"},
		"a name of a deleted": {in{"name": "deleted"}, "InvalidRequestException", "scheduled for deletion"},
		"a name of a purged":  {in{"name": "purged"}, "", ""},
		"a name with a space": {in{"name": "my secret"}, "CheckFailure", "name"},
		"a window of a day":   {in{"name": "x", "recoveryWindowInDays": 1}, "CheckFailure", "7 to 30"},
		"no window":           {in{"name": "x", "recoveryWindowInDays": 0}, "", ""},
		"a malformed policy":  {in{"name": "x", "policy": "{"}, "MalformedPolicyDocumentException", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tSecret, "taken", in{"name": "taken"})
			for name, days := range map[string]int{"deleted": 7, "purged": 0} {
				gone := w.make(tSecret, name, in{"name": name, "recoveryWindowInDays": days})
				expect(t, w.delete(tSecret, name, gone.ID), "", "")
			}
			_, err := w.create(tSecret, "s", test.inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestADeletedSecretLeavesItsNameAndNothingThatCountsAsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secret := w.make(tSecret, "s", in{"name": "s"})
	w.make(tSecretVersion, "v", in{"secretId": secret.ID, "secretString": "hidden"})
	expect(t, w.delete(tSecret, "s", secret.ID), "", "")
	left := w.Cloud.Objects()
	if len(left) != 1 || !left[0].Remains {
		t.Errorf("the name alone expected, got %v", left)
	}
	if strings.Contains(fmt.Sprint(left), "hidden") {
		t.Errorf("the value expected to be gone, got %v", left)
	}
}

func TestASecretVersionIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		secret, inputs in
		code, text     string
	}{
		"a text":               {in{}, in{"secretString": "hidden"}, "", ""},
		"nothing":              {in{}, in{}, "InvalidParameterException", "You must provide either"},
		"a text and bytes":     {in{}, in{"secretString": "a", "secretBinary": "YQ=="}, "CheckFailure", "conflicts"},
		"a book":               {in{}, in{"secretString": strings.Repeat("x", 65537)}, "ValidationException", "65536"},
		"a missing secret":     {in{}, in{"secretId": "none", "secretString": "a"}, "ResourceNotFoundException", "can't find"},
		"a key of AWS":         {in{"kmsKeyId": "alias/aws/secretsmanager"}, in{"secretString": "a"}, "", ""},
		"a key that is not":    {in{"kmsKeyId": "arn:aws:kms:eu-central-1:111122223333:key/none"}, in{"secretString": "a"}, "AccessDeniedException", "KMS"},
		"a policy against all": {in{"policy": denyAll("secretsmanager:PutSecretValue")}, in{"secretString": "a"}, "AccessDeniedException", "PutSecretValue"},
		"a value that the provider cannot read back": {in{"policy": denyAll("secretsmanager:GetSecretValue")}, in{"secretString": "a"}, "AccessDeniedException", "GetSecretValue"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			secret := w.make(tSecret, "s", laid(in{"name": "s"}, test.secret))
			_, err := w.create(tSecretVersion, "v", laid(in{"secretId": secret.ID}, test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func denyAll(action string) string {
	return fmt.Sprintf(`{"Statement":[{"Effect":"Deny","Principal":"*","Action":%q,"Resource":"*"}]}`, action)
}

func TestTheValueOfASecretIsSecretAndReplacedWithIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, err := w.Cloud.Type(tSecretVersion)
	if err != nil || !slices.Contains(r.Secret, "secretString") || !slices.Contains(r.Secret, "secretBinary") {
		t.Errorf("both values expected to be secret always, got %v, %v", r.Secret, err)
	}
	if got := w.replaces(tSecretVersion, in{"secretId": "s", "secretString": "a"}, in{"secretId": "s", "secretString": "b"}); !slices.Equal(got, []string{"secretString"}) {
		t.Errorf("a replacement for the value expected, got %v", got)
	}
	secret := w.make(tSecret, "s", in{"name": "s"})
	first := w.make(tSecretVersion, "one", in{"secretId": secret.ID, "secretString": "a"})
	second := w.make(tSecretVersion, "two", in{"secretId": secret.ID, "secretString": "b"})
	before, _ := w.read(tSecretVersion, "one", first.ID)
	if got := before.Strings("versionStages"); !slices.Equal(got, []string{"AWSPREVIOUS"}) || second.Properties.Strings("versionStages")[0] != "AWSCURRENT" {
		t.Errorf("the previous and the current version expected, got %v and %v", got, second.Properties)
	}
}

func TestASecretPolicyIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	read := `{"Statement":[{"Effect":"Allow","Principal":%s,"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a role":                 {in{"policy": fmt.Sprintf(read, `{"AWS":"arn:aws:iam::111122223333:role/node"}`)}, "", ""},
		"a role that is not":     {in{"policy": fmt.Sprintf(read, `{"AWS":"arn:aws:iam::111122223333:role/nobody"}`)}, "MalformedPolicyDocumentException", "unsupported principal"},
		"everybody":              {in{"policy": fmt.Sprintf(read, `"*"`)}, "", ""},
		"everybody, refused":     {in{"policy": fmt.Sprintf(read, `"*"`), "blockPublicPolicy": true}, "PublicPolicyException", "broad access"},
		"against the deployer":   {in{"policy": denyAll("secretsmanager:*")}, "AccessDeniedException", "explicit deny"},
		"all but by the network": {in{"policy": `{"Statement":[{"Effect":"Deny","Principal":"*","Action":"secretsmanager:GetResourcePolicy","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpc":"vpc-1"}}}]}`}, "AccessDeniedException", "GetResourcePolicy"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tRole, "node", in{"name": "node", "assumeRolePolicy": everytype.TrustOf("ec2.amazonaws.com")})
			secret := w.make(tSecret, "s", in{"name": "s"})
			_, err := w.create(tSecretPolicy, "p", laid(in{"secretArn": secret.ID}, test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAPolicyThatDeniesReadingAValueShowsOnTheNextRefresh(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secret := w.make(tSecret, "s", in{"name": "s"})
	version := w.make(tSecretVersion, "v", in{"secretId": secret.ID, "secretString": "a"})
	w.make(tSecretPolicy, "p", in{"secretArn": secret.ID, "policy": denyAll("secretsmanager:GetSecretValue")})
	r, _ := w.Cloud.Type(tSecretVersion)
	if _, _, err := w.Cloud.Read(cloud.Request{Resource: r, Account: w.At, ID: version.ID}); cloud.CodeOf(err) != "AccessDeniedException" {
		t.Errorf("a refresh that is refused expected, got %v", err)
	}
}
