package provider

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

func TestHandshakeAndConfigureSayTheSame(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	hello, err := e.Handshake(e.Context(), &pulumirpc.ProviderHandshakeRequest{EngineAddress: "127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	configured, err := e.Configure(e.Context(), &pulumirpc.ConfigureRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if !configured.GetSupportsPreview() || !configured.GetAcceptSecrets() || !configured.GetAcceptResources() {
		t.Errorf("expected previews, secrets and resources to be supported, got %v", configured)
	}
	if hello.GetAcceptSecrets() != configured.GetAcceptSecrets() || hello.GetAcceptResources() != configured.GetAcceptResources() ||
		hello.GetAcceptOutputs() != configured.GetAcceptOutputs() ||
		hello.GetSupportsAutonamingConfiguration() != configured.GetSupportsAutonamingConfiguration() {
		t.Errorf("expected the same answers, got %v and %v", hello, configured)
	}
	info, err := e.GetPluginInfo(e.Context(), &emptypb.Empty{})
	if err != nil || info.GetVersion() != "6.83.2" {
		t.Errorf("expected version 6.83.2, got %v, %v", info, err)
	}
}

func TestConfigurationThatTheProviderDoesNotHaveIsRefused(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	for key, want := range map[string]int{"region": 0, "version": 0, "regoin": 1} {
		response, err := e.CheckConfig(e.Context(), &pulumirpc.CheckRequest{News: e.marshal(resource.PropertyMap{resource.PropertyKey(key): text("x")})})
		if err != nil || len(response.GetFailures()) != want {
			t.Errorf("%s: expected %d failures, got %v, %v", key, want, response.GetFailures(), err)
		}
	}
	_, err := e.Configure(e.Context(), &pulumirpc.ConfigureRequest{Args: e.marshal(resource.PropertyMap{"region": text("nowhere-1")})})
	if err == nil || !strings.Contains(err.Error(), "nowhere-1") {
		t.Errorf("expected the package's own check to refuse the region, got %v", err)
	}
	_, err = e.Configure(e.Context(), &pulumirpc.ConfigureRequest{Args: e.marshal(resource.PropertyMap{"defaultTags": text("{oops")})})
	if err == nil || !strings.Contains(err.Error(), "aws:defaultTags") {
		t.Errorf("expected a nested value that is no JSON to be refused, got %v", err)
	}
}

func TestAChangedRegionReplacesTheProvider(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	old := e.marshal(resource.PropertyMap{"region": text("us-east-1"), "profile": text("a")})
	for _, test := range []struct {
		next     resource.PropertyMap
		replaces []string
	}{
		{resource.PropertyMap{"region": text("eu-west-1"), "profile": text("a")}, []string{"region"}},
		{resource.PropertyMap{"region": text("us-east-1"), "profile": text("b")}, nil},
	} {
		response, err := e.DiffConfig(e.Context(), &pulumirpc.DiffRequest{OldInputs: old, News: e.marshal(test.next)})
		if err != nil || cmp.Diff(test.replaces, response.GetReplaces()) != "" || response.GetChanges() != pulumirpc.DiffResponse_DIFF_SOME {
			t.Errorf("%v: expected the keys %v to replace, got %v, %v", test.next, test.replaces, response, err)
		}
	}
}
