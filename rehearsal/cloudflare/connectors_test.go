package cloudflare

import (
	"encoding/base64"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/aws"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// The structs below have of the AWS SDK what the connectors are recognised by.

type secretVersionArgs struct {
	SecretId     string `pulumi:"secretId"`
	SecretString string `pulumi:"secretString"`
}

type launchTemplateArgs struct {
	UserData string `pulumi:"userData"`
}

type groupArgs struct {
	DesiredCapacity *int `pulumi:"desiredCapacity"`
	LaunchTemplate  struct {
		ID string `pulumi:"id"`
	} `pulumi:"launchTemplate"`
}

// hosts is as much of AWS as connectors need.
func hosts() cloud.Package {
	return cloud.Package{Name: "hosts", Resources: []cloud.Resource{
		{Type: "hosts:index:Secret", Args: secretVersionArgs{}, State: secretVersionArgs{}, Kind: kindSecretVersion, ID: "{uuid}"},
		{Type: "hosts:index:Template", Args: launchTemplateArgs{}, State: launchTemplateArgs{}, Kind: kindLaunchTemplate, ID: "lt-{hex8}"},
		{Type: "hosts:index:Group", Args: groupArgs{}, State: groupArgs{}, Kind: kindScalingGroup, ID: "{uuid}"},
	}}
}

func TestATunnelHasConnectorsWhileHostsReadItsToken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token    func(tunnel cloud.Result) string
		secret   string
		capacity int
		code     string
	}{
		"hosts that read the token":  {func(tunnel cloud.Result) string { return tunnel.Properties.String("tunnelToken") }, "arn:secret", 2, "1022"},
		"a group without hosts":      {func(tunnel cloud.Result) string { return tunnel.Properties.String("tunnelToken") }, "arn:secret", 0, ""},
		"hosts that read another":    {func(tunnel cloud.Result) string { return tunnel.Properties.String("tunnelToken") }, "arn:other", 2, ""},
		"a secret of another tunnel": {func(cloud.Result) string { return base64.StdEncoding.EncodeToString([]byte(`{"t":"other"}`)) }, "arn:secret", 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			both, err := cloud.Open("", Package(), hosts())
			if err != nil {
				t.Fatal(err)
			}
			w.Cloud = both
			tunnel := w.tunnel()
			host := func(token string, inputs cloud.Values) cloud.Result {
				r, err := both.Type(token)
				if err != nil {
					t.Fatal(err)
				}
				made, err := both.Create(cloud.Request{Resource: r, URN: token, Account: cloud.ExampleAccount, Inputs: inputs})
				if err != nil {
					t.Fatal(err)
				}
				return made
			}
			host("hosts:index:Secret", cloud.Values{"secretId": test.secret, "secretString": test.token(tunnel)})
			userData := base64.StdEncoding.EncodeToString([]byte("#cloud-config\nread arn:secret"))
			template := host("hosts:index:Template", cloud.Values{"userData": userData})
			host("hosts:index:Group", cloud.Values{"desiredCapacity": float64(test.capacity), "launchTemplate": map[string]any{"id": template.ID}})
			expect(t, w.delete(tTunnel, "tunnel", tunnel.ID), test.code, "")
		})
	}
}

func TestTheSimulatedAwsCallsHostsBySameKinds(t *testing.T) {
	t.Parallel()
	c, err := cloud.Open("", aws.Package())
	if err != nil {
		t.Fatal(err)
	}
	for token, kind := range map[string]string{
		"aws:autoscaling/group:Group":                    kindScalingGroup,
		"aws:ec2/launchTemplate:LaunchTemplate":          kindLaunchTemplate,
		"aws:secretsmanager/secretVersion:SecretVersion": kindSecretVersion,
	} {
		if r, err := c.Type(token); err != nil || r.Kind != kind {
			t.Errorf("%s is of another kind than %s: %v", token, kind, err)
		}
	}
}
