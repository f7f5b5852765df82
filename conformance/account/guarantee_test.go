package account

import "testing"

func TestPrivateMeansWhollyInsideAPrivateRange(t *testing.T) {
	for block, want := range map[string]bool{
		"10.1.0.0/16": true, "100.64.0.0/10": true, "fd00::/8": true, "192.168.1.1/32": true,
		"0.0.0.0/0": false, "0.0.0.0/1": false, "10.0.0.0/7": false, "172.0.0.0/8": false, "8.8.8.8/32": false, "::/0": false, "2000::/3": false, "": false,
	} {
		if got := within(block, privateRanges); got != want {
			t.Errorf("%q within private ranges = %t, want %t", block, got, want)
		}
	}
}

func TestAllowsEverythingFindsTheDefaultPolicyInAllItsForms(t *testing.T) {
	for document, want := range map[string]bool{
		"": true,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`:                                                                      true,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","*"],"Resource":["*"]}]}`:                                                   true,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}}]}`: false,
		`{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}`:                                                                       false,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}`:                                                           false,
		`{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*"}]}`:            true,
	} {
		got, err := allowsEverything(document)
		if err != nil || got != want {
			t.Errorf("allowsEverything(%s) = %t, %v, want %t", document, got, err, want)
		}
	}
	if _, err := allowsEverything("{"); err == nil {
		t.Error("a document that cannot be read must be an error, not a safe policy")
	}
}
