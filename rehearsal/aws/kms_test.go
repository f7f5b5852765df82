package aws

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/everytype"
)

const tAlias = "aws:kms/alias:Alias"

func allowKey(principal, action string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `","Resource":"*"}]}`
}

func TestAKeyHasTheDefaultsOfTheService(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.make(tKey, "k", in{"enableKeyRotation": true})
	p := key.Properties
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$`).MatchString(key.ID) {
		t.Errorf("an id of KMS's form expected, got %s", key.ID)
	}
	for property, want := range map[string]any{
		"arn": "arn:aws:kms:eu-central-1:111122223333:key/" + key.ID, "keyId": key.ID, "multiRegion": false, "rotationPeriodInDays": 365.0,
		"keyUsage": "ENCRYPT_DECRYPT", "policy": defaultKeyPolicy(w.At),
	} {
		if p[property] != want {
			t.Errorf("%s = %v, want %v", property, p[property], want)
		}
	}
}

func TestAKeyPolicyThatLocksOutIsRefused(t *testing.T) {
	t.Parallel()
	const root, service = `{"AWS":"arn:aws:iam::111122223333:root"}`, `{"Service":"logs.eu-central-1.amazonaws.com"}`
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"the account":                   {in{"policy": allowKey(root, "kms:*")}, "", ""},
		"a service alone":               {in{"policy": allowKey(service, "kms:*")}, "MalformedPolicyDocumentException", "will not allow you to update the key policy in the future"},
		"another account":               {in{"policy": allowKey(`{"AWS":"arn:aws:iam::444455556666:root"}`, "kms:*")}, "MalformedPolicyDocumentException", "in the future"},
		"the account without the right": {in{"policy": allowKey(root, "kms:Decrypt")}, "MalformedPolicyDocumentException", "in the future"},
		"a lock-out that is meant":      {in{"policy": allowKey(service, "kms:*"), "bypassPolicyLockoutSafetyCheck": true}, "", ""},
		"a role that does not exist":    {in{"policy": allowKey(`{"AWS":["arn:aws:iam::111122223333:root","arn:aws:iam::111122223333:role/absent"]}`, "kms:*")}, "MalformedPolicyDocumentException", "invalid principals"},
		"no principal":                  {in{"policy": `{"Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}`}, "MalformedPolicyDocumentException", "no principal"},
		"no resource":                   {in{"policy": `{"Statement":[{"Effect":"Allow","Action":"kms:*","Principal":"*"}]}`}, "MalformedPolicyDocumentException", "no resource"},
		"no JSON":                       {in{"policy": "{"}, "MalformedPolicyDocumentException", "Syntax"},
		"too long":                      {in{"policy": allowKey(root, "kms:*") + strings.Repeat(" ", maxKeyPolicy)}, "LimitExceededException", "32768"},
		"a waiting period too short":    {in{"deletionWindowInDays": 6}, "CheckFailure", "deletionWindowInDays"},
		"rotation of a signing key":     {in{"customerMasterKeySpec": "RSA_2048", "keyUsage": "SIGN_VERIFY", "enableKeyRotation": true}, "UnsupportedOperationException", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newWorld(t).create(tKey, "k", test.inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAnAliasNamesOneKeyAndGoesWithIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.make(tKey, "k", in{})
	alias := w.make(tAlias, "logs", in{"targetKeyId": key.Properties.String("arn")})
	if !regexp.MustCompile(`^alias/logs-[0-9a-f]{7}$`).MatchString(alias.ID) || alias.Properties.String("targetKeyArn") != key.Properties.String("arn") {
		t.Errorf("an automatic name and the key's ARN expected, got %s %v", alias.ID, alias.Properties)
	}
	_, err := w.create(tAlias, "again", in{"name": alias.ID, "targetKeyId": key.ID})
	expect(t, err, "AlreadyExistsException", "An alias with the name arn:aws:kms:eu-central-1:111122223333:"+alias.ID+" already exists")
	_, err = w.create(tAlias, "bare", in{"name": "logs", "targetKeyId": key.ID})
	expect(t, err, "CheckFailure", "alias/")
	_, err = w.create(tAlias, "aws", in{"name": "alias/aws/ebs", "targetKeyId": key.ID})
	expect(t, err, "NotAuthorizedException", "")
	_, err = w.create(tAlias, "gone", in{"name": "alias/x", "targetKeyId": "0123"})
	expect(t, err, "NotFoundException", "")
	expect(t, w.delete(tKey, "k", key.ID), "", "")
	if left := w.Cloud.Objects(); len(left) != 0 {
		t.Errorf("the alias goes with its key, got %v", left)
	}
}

func TestThePolicyOfAKeyIsReplacedAndRestored(t *testing.T) {
	t.Parallel()
	const token = "aws:kms/keyPolicy:KeyPolicy"
	w := newWorld(t)
	key := w.make(tKey, "k", in{})
	policy := w.make(token, "p", in{"keyId": key.ID, "policy": everytype.LogsKeyPolicy})
	if properties, _ := w.read(tKey, "k", key.ID); properties.String("policy") != everytype.LogsKeyPolicy {
		t.Errorf("the policy expected on the key, got %s", properties.String("policy"))
	}
	_, err := w.update(token, "p", policy.ID, in{"keyId": key.ID, "policy": allowKey(`{"Service":"x"}`, "kms:*")})
	expect(t, err, "MalformedPolicyDocumentException", "in the future")
	expect(t, w.delete(token, "p", policy.ID), "", "")
	if properties, _ := w.read(tKey, "k", key.ID); properties.String("policy") != defaultKeyPolicy(w.At) {
		t.Errorf("the default policy again expected, got %s", properties.String("policy"))
	}
}

func TestAPolicyWithOtherSpacingIsNoChangeOfAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, a, err := w.check(tKey, "k", in{"policy": `{"Version": "2012-10-17", "Statement": []}`})
	if err != nil {
		t.Fatal(err)
	}
	_, b, err := w.check(tKey, "k", in{"policy": `{"Statement":[],"Version":"2012-10-17"}`})
	if err != nil {
		t.Fatal(err)
	}
	if changes := r.Diff(a, b); len(changes) != 0 {
		t.Errorf("no change expected, got %v", changes)
	}
	if diff := cmp.Diff([]string{"keyUsage"}, w.replaces(tKey, in{}, in{"keyUsage": "SIGN_VERIFY", "policy": "{}", "enableKeyRotation": true})); diff != "" {
		t.Errorf("replaced for (-want +got):\n%s", diff)
	}
}
