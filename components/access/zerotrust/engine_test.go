package zerotrust

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/cloudflare"
)

// open opens a rehearsal of a stack that has the Cloudflare half alone.
func open(t *testing.T, args *Args) *rehearsal.Session {
	t.Helper()
	return Rehearse(t, func(ctx *pulumi.Context) error {
		edge, err := New(ctx, testName, args)
		if err != nil {
			return err
		}
		ctx.Export("token", edge.TunnelToken)
		return edge.OpenRoutes()
	})
}

// Rehearse opens a rehearsal of a program against the simulated Cloudflare, for the example too.
func Rehearse(t *testing.T, program pulumi.RunFunc) *rehearsal.Session {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"Pulumi.yaml": "name: edge\nruntime: go\n", "Pulumi.dev.yaml": "config: {}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	options := rehearsal.Options{
		ProjectDir: dir, Stack: "dev", PulumiCLI: os.Getenv("CLOUDGAP_PULUMI"), Packages: []cloud.Package{cloudflare.Package()},
		Program: program,
	}
	if options.PulumiCLI == "" {
		options.PulumiCLI = filepath.Join("..", "..", "..", ".bin", "pulumi")
	}
	session, err := rehearsal.Open(t.Context(), options)
	if err != nil {
		t.Fatalf("open the rehearsal: %v", err)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Errorf("close the rehearsal: %v", err)
		}
	})
	return session
}

// step fails the test unless a step of a rehearsal succeeds.
func step(t *testing.T) func(*rehearsal.StepResult, error) *rehearsal.StepResult {
	t.Helper()
	return func(result *rehearsal.StepResult, err error) *rehearsal.StepResult {
		t.Helper()
		if err != nil {
			t.Fatalf("the rehearsal fails: %v", err)
		}
		return result
	}
}

// withoutProtection is everything that a test can destroy again.
func withoutProtection() *Args {
	args := everything()
	args.Protect = false
	return args
}

// Settle is settle with the settings of an account whose network policies apply.
func Settle(t *testing.T, s *rehearsal.Session) {
	t.Helper()
	settle(t, s, usual(), "8h")
}

// settle puts the account's settings into the simulated account, as somebody with a dashboard did before.
func settle(t *testing.T, s *rehearsal.Session, proxy cloud.Values, session string) {
	t.Helper()
	r, err := s.Cloud().Type("cloudflare:index/zeroTrustGatewaySettings:ZeroTrustGatewaySettings")
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Cloud().Create(cloud.Request{
		Resource: r, URN: "dashboard", Account: cloud.Account{ID: "cloudflare", Partition: "cloudflare"},
		Inputs: cloud.Values{"accountId": testAccount, "proxy": map[string]any(proxy), "activityLogEnabled": true, "tlsDecryptEnabled": true},
	})
	if err != nil {
		t.Fatal(err)
	}
	if r, err = s.Cloud().Type("cloudflare:index/zeroTrustAccessOrganization:ZeroTrustAccessOrganization"); err != nil {
		t.Fatal(err)
	}
	_, err = s.Cloud().Create(cloud.Request{
		Resource: r, URN: "dashboard", Account: cloud.Account{ID: "cloudflare", Partition: "cloudflare"},
		Inputs: cloud.Values{"accountId": testAccount, "name": "Example", "authDomain": "example.cloudflareaccess.com", "sessionDuration": session, "isUiReadOnly": true},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// usual are the settings of an account whose network policies apply.
func usual() cloud.Values {
	return cloud.Values{"tcp": true, "udp": true, "rootCa": true, "virtualIp": true, "disableForTime": 3600.0}
}

func TestTheEngineMakesEverythingOnceAndTakesItAway(t *testing.T) {
	t.Parallel()
	for name, args := range map[string]*Args{"small": small(), "everything": withoutProtection()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, args)
			if args.RequireGatewayProxy {
				settle(t, s, usual(), "4h")
			}
			step(t)(s.Preview(t.Context()))
			step(t)(s.Up(t.Context()))
			step(t)(s.UpAgain(t.Context()))
			for operation, count := range step(t)(s.Refresh(t.Context())).Changes {
				if operation != "same" && count > 0 {
					t.Errorf("a refresh finds %d × %s", count, operation)
				}
			}
			step(t)(s.Destroy(t.Context()))
			for _, o := range s.Cloud().Objects() {
				if o.Kind != "cloudflare-gateway-settings" && o.Kind != "cloudflare-access-organization" {
					t.Errorf("%s %s is left behind", o.Kind, o.ID)
				}
			}
			if left := len(s.Cloud().Objects()); args.RequireGatewayProxy && left != 2 {
				t.Errorf("the account's settings stay, %d objects are left", left)
			}
		})
	}
}

func TestNoRouteIsMadeWhileGatewayDoesNotLook(t *testing.T) {
	t.Parallel()
	s := open(t, withoutProtection())
	proxy := usual()
	proxy["udp"] = false
	settle(t, s, proxy, "4h")
	for name, step := range map[string]func(context.Context) (*rehearsal.StepResult, error){"preview": s.Preview, "up": s.Up} {
		if _, err := step(t.Context()); err == nil || !strings.Contains(err.Error(), "does not proxy TCP and UDP") {
			t.Errorf("%s of an account without the UDP proxy expected to fail, got %v", name, err)
		}
	}
	for _, o := range s.Cloud().Objects() {
		if o.Kind == "cloudflare-gateway-settings" && (o.Properties.Bool("proxy.udp") || !o.Properties.Bool("tlsDecryptEnabled")) {
			t.Error("the account's settings were changed")
		}
		if o.Kind == "cloudflare-tunnel-route" {
			t.Error("a route is open although Gateway does not look at UDP")
		}
	}
}

func TestNoRouteIsMadeWhileTheOrganizationForgetsNobody(t *testing.T) {
	t.Parallel()
	s := open(t, withoutProtection())
	settle(t, s, usual(), "720h")
	if _, err := s.Up(t.Context()); err == nil || !strings.Contains(err.Error(), `outlives the session of its applications`) {
		t.Errorf("up of an account whose sign-in lasts a month expected to fail, got %v", err)
	}
	for _, o := range s.Cloud().Objects() {
		switch o.Kind {
		case "cloudflare-access-organization":
			if o.Properties.String("sessionDuration") != "720h" || o.Properties.String("name") != "Example" || !o.Properties.Bool("isUiReadOnly") {
				t.Error("the account's organisation was changed")
			}
		case "cloudflare-tunnel-route", "cloudflare-record":
			t.Errorf("%s %s is there although nobody has to sign in again", o.Kind, o.ID)
		}
	}
}

// tunnelOf returns the tunnel of the simulated account.
func tunnelOf(t *testing.T, s *rehearsal.Session) cloud.Object {
	t.Helper()
	for _, o := range s.Cloud().Objects() {
		if o.Kind == cloudflare.KindTunnel {
			return o
		}
	}
	t.Fatal("there is no tunnel")
	return cloud.Object{}
}

func TestRoutesGoFirstAndTheTunnelWaitsForItsConnectors(t *testing.T) {
	t.Parallel()
	s := open(t, small())
	step(t)(s.Up(t.Context()))
	tunnel := tunnelOf(t, s)
	connect := func(n int) {
		if err := s.Cloud().Modify(cloudflare.KindTunnel, tunnel.ID, func(o *cloud.Object) { o.Properties.Set(cloudflare.Connectors, n) }); err != nil {
			t.Fatal(err)
		}
	}
	connect(2)
	_, err := s.Destroy(t.Context())
	if failed, ok := errors.AsType[*rehearsal.StepError](err); !ok || !strings.Contains(failed.Error(), "active connections (1022)") {
		t.Fatalf("a tunnel with connectors goes away, or something else fails: %v", err)
	}
	for _, o := range s.Cloud().Objects() {
		if o.Kind == "cloudflare-tunnel-route" {
			t.Errorf("the route %s is there while the tunnel goes", o.ID)
		}
	}
	connect(0)
	step(t)(s.Destroy(t.Context()))
}

func TestARotatedSecretArrivesByRefreshAndReplacesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, small())
	step(t)(s.Up(t.Context()))
	before := tunnelOf(t, s)
	if err := s.Cloud().Modify(cloudflare.KindTunnel, before.ID, func(o *cloud.Object) { o.Properties.Set(cloudflare.Secret, "rotated") }); err != nil {
		t.Fatal(err)
	}
	step(t)(s.Refresh(t.Context()))
	up := step(t)(s.Up(t.Context()))
	if after := tunnelOf(t, s); after.ID != before.ID {
		t.Errorf("the tunnel is another after a rotation: %s, it was %s", after.ID, before.ID)
	}
	for _, planned := range up.Planned {
		if strings.Contains(planned.Operation, "replace") || planned.Operation == "delete" {
			t.Errorf("a rotation makes the engine %s %s", planned.Operation, planned.URN)
		}
	}
	exported, err := s.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(exported), before.Properties.String(cloudflare.Secret)) {
		t.Error("the state has the tunnel's secret in plain text")
	}
}
