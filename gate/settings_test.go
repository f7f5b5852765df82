package gate

import (
	"strings"
	"testing"
)

func TestAConfigurationThatWouldDisarmThePackIsRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"GW-IGW":"disabled"}`:                         "GW-IGW: must stay mandatory",
		`{"GW-IGW":{"enforcementLevel":"advisory"}}`:    "GW-IGW: must stay mandatory",
		`{"all":"disabled"}`:                            "all: must stay mandatory",
		`{"all":{"enforcementLevel":"mandatory"}}`:      "all: is no rule",
		`{"GW-IGV":"mandatory"}`:                        "GW-IGV: is no rule of this pack",
		`{"GW-IGV":{}}`:                                 "GW-IGV: is no rule of this pack",
		`{"PACK-SELF":{"privateRange":["10.0.0.0/8"]}}`: "PACK-SELF.privateRange: is no setting",
		`{"PACK-SELF":{"waivers":[{"rule":"GW-IGW"}]}}`: "PACK-SELF.waivers[0]",
		`{"GW-IGW":3}`:                                  "GW-IGW: must stay mandatory",
		`["GW-IGW"]`:                                    "is no JSON object",
		``:                                              "is no JSON object",
		`{"PACK-SELF":{"privateRanges":["10.0.0.0/8"]}} more`: "is no JSON object",
	} {
		if _, err := ParseSettings([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: expected an error with %q, got %v", text, want, err)
		}
	}
}

func TestAConfigurationIsReadAsThePackReadsIt(t *testing.T) {
	t.Parallel()
	settings, err := ParseSettings([]byte(`{"all":"mandatory","GW-IGW":"mandatory","PACK-SELF":{"enforcementLevel":"mandatory","privateRanges":["10.0.0.0/8"],
		"waivers":[{"rule":"GW-IGW","urn":"urn:pulumi:dev::app::aws:ec2/internetGateway:InternetGateway::x","reason":"r","owner":"o","expires":"2030-01-01"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(settings.Network.PrivateRanges) != 1 || len(settings.Waivers) != 1 {
		t.Errorf("expected one private range and one waiver, got %+v", settings)
	}
}
