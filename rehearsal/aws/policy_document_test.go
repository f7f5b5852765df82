package aws

import "testing"

func TestAPolicyAllowsWhatAStatementNamesAndNoStatementDenies(t *testing.T) {
	t.Parallel()
	root := request{principalType: "AWS", principals: []string{"arn:aws:iam::111122223333:root"}, action: "kms:PutKeyPolicy", resource: "*"}
	logs := request{
		principalType: "Service", principals: []string{"logs.eu-central-1.amazonaws.com"}, action: "kms:GenerateDataKey", resource: "*",
		context: map[string]string{"kms:encryptioncontext:aws:logs:arn": "arn:aws:logs:eu-central-1:111122223333:log-group:/vpc/flow"},
	}
	tests := map[string]struct {
		policy  string
		request request
		want    bool
	}{
		"root with every action": {`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}}`, root, true},
		"another account":        {`{"Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::444455556666:root"]},"Action":"kms:*","Resource":"*"}]}`, root, false},
		"an action left out":     {`{"Statement":[{"Effect":"Allow","Principal":"*","Action":["kms:Decrypt","kms:Put?eyAlias"],"Resource":"*"}]}`, root, false},
		"all actions but one":    {`{"Statement":[{"Effect":"Allow","Principal":"*","NotAction":"kms:PutKeyPolicy","Resource":"*"}]}`, root, false},
		"a deny wins":            {`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"kms:Put*","Resource":"*"}]}`, root, false},
		"a service under a condition that holds": {`{"Statement":[{"Effect":"Allow","Principal":{"Service":"logs.eu-central-1.amazonaws.com"},"Action":"kms:GenerateDataKey*","Resource":"*",
			"Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:eu-central-1:111122223333:log-group:/vpc/*"}}}]}`, logs, true},
		"a service under a condition that does not hold": {`{"Statement":[{"Effect":"Allow","Principal":{"Service":"logs.eu-central-1.amazonaws.com"},"Action":"kms:*","Resource":"*",
			"Condition":{"ArnEquals":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:eu-central-1:111122223333:log-group:/other"}}}]}`, logs, false},
		"a condition on a key that is absent":   {`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}`, root, false},
		"the same condition if the key exists":  {`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}}}]}`, root, true},
		"an operator outside of the simulation": {`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}`, root, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, malformed := parseDocument(test.policy)
			if malformed != "" {
				t.Fatalf("the document is malformed: %s", malformed)
			}
			if got := doc.allows(test.request); got != test.want {
				t.Errorf("allows = %t, want %t", got, test.want)
			}
		})
	}
}

func TestMalformedPoliciesAreToldApart(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ policy, want string }{
		"no JSON":            {`{`, "Syntax errors in policy."},
		"two documents":      {`{"Statement":[]} {"Statement":[]}`, "Syntax errors in policy."},
		"unknown effect":     {`{"Statement":[{"Effect":"Permit","Action":"*","Resource":"*"}]}`, "Syntax errors in policy."},
		"unknown version":    {`{"Version":"2024-01-01","Statement":[]}`, "The policy must contain a valid version string"},
		"no action":          {`{"Statement":[{"Effect":"Allow","Resource":"*"}]}`, "Policy statement must contain actions."},
		"nothing wrong here": {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, got := parseDocument(test.policy); got != test.want {
				t.Errorf("malformed = %q, want %q", got, test.want)
			}
		})
	}
}
