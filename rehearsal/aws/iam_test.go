package aws

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/everytype"
)

const (
	tRolePolicy       = "aws:iam/rolePolicy:RolePolicy"
	tPolicy           = "aws:iam/policy:Policy"
	tPolicyAttachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
)

// policyOf returns a policy of at least n characters.
func policyOf(n int) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::` + strings.Repeat("x", n) + `"}]}`
}

func TestARoleHasTheDefaultsOfTheService(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	role := w.make(tRole, "flow", in{"assumeRolePolicy": everytype.FlowLogsTrust})
	p := role.Properties
	if !regexp.MustCompile(`^flow-[0-9a-f]{7}$`).MatchString(role.ID) || p.String("arn") != "arn:aws:iam::111122223333:role/"+role.ID {
		t.Errorf("an automatic name and its ARN expected, got %s %s", role.ID, p.String("arn"))
	}
	if p.Int("maxSessionDuration") != 3600 || p.String("path") != "/" || !regexp.MustCompile(`^AROA[A-Z2-7]{17}$`).MatchString(p.String("uniqueId")) {
		t.Errorf("an hour, the root path and a unique id of IAM's form expected, got %v", p)
	}
}

func TestARoleIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a name that is taken":         {in{"name": "taken"}, "EntityAlreadyExists", "StatusCode: 409, RequestID: "},
		"a name that is too long":      {in{"name": strings.Repeat("x", 65)}, "CheckFailure", "name"},
		"a name with a space":          {in{"name": "a role"}, "CheckFailure", "name"},
		"no trust policy":              {in{"assumeRolePolicy": nil}, "CheckFailure", "assumeRolePolicy"},
		"a trust policy with resource": {in{"assumeRolePolicy": everytype.WriteLogs}, "MalformedPolicyDocument", "prohibited field Resource"},
		"a trust policy for nobody":    {in{"assumeRolePolicy": `{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}`}, "MalformedPolicyDocument", "Principal"},
		"a trusted role that is gone":  {in{"assumeRolePolicy": `{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111122223333:role/absent"}}]}`}, "MalformedPolicyDocument", `Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/absent"`},
		"a trust policy too long":      {in{"assumeRolePolicy": `{"Statement":[{"Sid":"` + strings.Repeat("x", 2048) + `","Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}]}`}, "LimitExceeded", "ACLSizePerRole: 2048"},
		"a session that is too short":  {in{"maxSessionDuration": 60}, "CheckFailure", "3600"},
		"a policy that is gone":        {in{"managedPolicyArns": []any{"arn:aws:iam::111122223333:policy/absent"}}, "NoSuchEntity", "absent"},
		"a policy of AWS":              {in{"managedPolicyArns": []any{"arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"}}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tRole, "first", in{"name": "taken", "assumeRolePolicy": everytype.FlowLogsTrust})
			inputs := in{"assumeRolePolicy": everytype.FlowLogsTrust}
			for key, value := range test.inputs {
				inputs[key] = value
			}
			_, err := w.create(tRole, "r", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAnAutomaticRoleNameThatIsTooLongIsRefusedInPreview(t *testing.T) {
	t.Parallel()
	_, err := newWorld(t).create(tRole, strings.Repeat("x", 57), in{"assumeRolePolicy": everytype.FlowLogsTrust})
	expect(t, err, "CheckFailure", "64")
}

func TestPoliciesBesideARoleShowInItAndKeepIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	role := w.make(tRole, "r", in{"assumeRolePolicy": everytype.FlowLogsTrust})
	inline := w.make(tRolePolicy, "inline", in{"role": role.ID, "policy": everytype.WriteLogs})
	managed := w.make(tPolicy, "managed", in{"policy": everytype.WriteLogs})
	attached := w.make(tPolicyAttachment, "a", in{"role": role.ID, "policyArn": managed.ID})
	if !strings.HasPrefix(inline.ID, role.ID+":inline-") || !strings.HasPrefix(managed.ID, "arn:aws:iam::111122223333:policy/managed-") {
		t.Errorf("ids of the provider's form expected, got %s and %s", inline.ID, managed.ID)
	}
	properties, _ := w.read(tRole, "r", role.ID)
	if len(properties.Objects("inlinePolicies")) != 1 || properties.String("managedPolicyArns[0]") != managed.ID {
		t.Errorf("both policies expected on the role, got %v", properties)
	}
	if drift := w.drift(tRole, "r", role.ID); len(drift) != 0 {
		t.Errorf("policies beside a role that states none are no drift, got %v", drift)
	}
	if properties, _ := w.read(tPolicy, "managed", managed.ID); properties.Int("attachmentCount") != 1 {
		t.Errorf("one attachment expected, got %v", properties["attachmentCount"])
	}
	expect(t, w.delete(tPolicy, "managed", managed.ID), "DeleteConflict", "attached to entities")
	expect(t, w.delete(tRole, "r", role.ID), "DeleteConflict", "must detach all policies first")
	expect(t, w.delete(tPolicyAttachment, "a", attached.ID), "", "")
	expect(t, w.delete(tRole, "r", role.ID), "DeleteConflict", "must delete policies first")
	expect(t, w.delete(tRolePolicy, "inline", inline.ID), "", "")
	expect(t, w.delete(tRole, "r", role.ID), "", "")
}

func TestPoliciesAreRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token      string
		inputs     in
		code, text string
	}{
		"managed: no resource":       {tPolicy, in{"policy": `{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}`}, "MalformedPolicyDocument", "must contain resources"},
		"managed: a principal":       {tPolicy, in{"policy": `{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}]}`}, "MalformedPolicyDocument", "should not specify a principal"},
		"managed: too long":          {tPolicy, in{"policy": policyOf(maxManagedPolicy)}, "LimitExceeded", "PolicySize: 6144"},
		"managed: white space":       {tPolicy, in{"policy": policyOf(100) + strings.Repeat(" ", maxManagedPolicy)}, "", ""},
		"managed: a name twice":      {tPolicy, in{"name": "taken", "policy": everytype.WriteLogs}, "EntityAlreadyExists", "A policy called taken already exists."},
		"inline: too long":           {tRolePolicy, in{"role": "known", "policy": policyOf(maxInlinePolicies)}, "LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role known"},
		"inline: a role that's gone": {tRolePolicy, in{"role": "absent", "policy": everytype.WriteLogs}, "NoSuchEntity", "The role with name absent cannot be found."},
		"attach: a role that's gone": {tPolicyAttachment, in{"role": "absent", "policyArn": "arn:aws:iam::aws:policy/X"}, "NoSuchEntity", "absent"},
		"attach: a policy gone":      {tPolicyAttachment, in{"role": "known", "policyArn": "arn:aws:iam::111122223333:policy/absent"}, "NoSuchEntity", "absent"},
		"attach: a policy of AWS":    {tPolicyAttachment, in{"role": "known", "policyArn": "arn:aws:iam::aws:policy/X"}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tRole, "known", in{"name": "known", "assumeRolePolicy": everytype.FlowLogsTrust})
			w.make(tPolicy, "first", in{"name": "taken", "policy": everytype.WriteLogs})
			_, err := w.create(test.token, "p", test.inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestTheEleventhPolicyOfARoleIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	role := w.make(tRole, "r", in{"assumeRolePolicy": everytype.FlowLogsTrust})
	for i := range maxPoliciesOfRoles {
		w.make(tPolicyAttachment, fmt.Sprint(i), in{"role": role.ID, "policyArn": fmt.Sprintf("arn:aws:iam::aws:policy/P%d", i)})
	}
	_, err := w.create(tPolicyAttachment, "one too many", in{"role": role.ID, "policyArn": "arn:aws:iam::aws:policy/P"})
	expect(t, err, "LimitExceeded", "PoliciesPerRole: 10")
}

func TestNameAndPathReplaceARole(t *testing.T) {
	t.Parallel()
	got := newWorld(t).replaces(tRole, in{"assumeRolePolicy": "{}", "name": "a"}, in{"assumeRolePolicy": "{ }", "name": "b", "path": "/x/", "description": "d"})
	if diff := cmp.Diff([]string{"name", "path"}, got); diff != "" {
		t.Errorf("replaced for (-want +got):\n%s", diff)
	}
}
