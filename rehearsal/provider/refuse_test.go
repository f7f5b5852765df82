package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestWhatIsUnknownIsRefusedByName(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	const token = "aws:sqs/queue:Queue"
	urn := urnOf(token, "q")
	for name, call := range map[string]func() error{
		"check": func() error {
			_, err := e.Check(e.Context(), &pulumirpc.CheckRequest{Urn: urn, Type: token})
			return err
		},
		"diff": func() error { _, err := e.Diff(e.Context(), &pulumirpc.DiffRequest{Urn: urn, Type: token}); return err },
		"create": func() error {
			_, err := e.Create(e.Context(), &pulumirpc.CreateRequest{Urn: urn, Type: token})
			return err
		},
		"read": func() error { _, err := e.Read(e.Context(), &pulumirpc.ReadRequest{Urn: urn, Type: token}); return err },
		"update": func() error {
			_, err := e.Update(e.Context(), &pulumirpc.UpdateRequest{Urn: urn, Type: token})
			return err
		},
		"delete": func() error {
			_, err := e.Delete(e.Context(), &pulumirpc.DeleteRequest{Urn: urn, Type: token})
			return err
		},
		"invoke":    func() error { _, err := e.Invoke(e.Context(), &pulumirpc.InvokeRequest{Tok: token}); return err },
		"construct": func() error { _, err := e.Construct(e.Context(), &pulumirpc.ConstructRequest{Type: token}); return err },
		"call":      func() error { _, err := e.Call(e.Context(), &pulumirpc.CallRequest{Tok: token}); return err },
	} {
		if err := call(); err == nil || !strings.Contains(err.Error(), token) || !strings.Contains(err.Error(), "cannot be simulated") {
			t.Errorf("%s: expected an error that names %s, got %v", name, token, err)
		}
	}
}

func TestAnInvokeIsAnsweredForTheInstanceAndItsArgumentsAreChecked(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	const token = "aws:index/getRegion:getRegion"
	for region, instance := range map[string]*engine{"us-east-1": e, "eu-west-1": e.instance("eu-west-1")} {
		response, err := instance.Invoke(e.Context(), &pulumirpc.InvokeRequest{Tok: token})
		if err != nil || e.unmarshal(response.GetReturn())["name"] != text(region) {
			t.Errorf("expected the region %s, got %v, %v", region, response, err)
		}
	}
	response, err := e.Invoke(e.Context(), &pulumirpc.InvokeRequest{Tok: token, Args: e.marshal(resource.PropertyMap{"nmae": text("x")})})
	if err != nil || len(response.GetFailures()) != 1 || response.GetFailures()[0].GetProperty() != "nmae" {
		t.Errorf("expected one failure at nmae, got %v, %v", response, err)
	}
}

func TestALostAnswerLooksLikeABrokenConnection(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	e.cloud.Inject(cloud.NewFaults(cloud.Fault{When: cloud.After}))
	_, err := e.Create(e.Context(), &pulumirpc.CreateRequest{Urn: urnOf(vpcType, "v"), Type: vpcType, Name: "v", Properties: e.marshal(range16)})
	if status.Code(err) != codes.Unavailable || len(e.cloud.Objects()) != 1 {
		t.Errorf("expected code Unavailable and the object to exist, got %v with %d objects", err, len(e.cloud.Objects()))
	}
}

func TestARegisteredComponentIsConstructedWithAConnectionToItsEngine(t *testing.T) {
	t.Parallel()
	var target string
	e := newEngine(t, Options{Components: map[string]Component{
		"eks:index:Cluster": func(_ context.Context, r *pulumirpc.ConstructRequest, engine *grpc.ClientConn) (*pulumirpc.ConstructResponse, error) {
			target = engine.Target()
			return &pulumirpc.ConstructResponse{Urn: urnOf(r.GetType(), r.GetName())}, nil
		},
	}})
	request := &pulumirpc.ConstructRequest{Type: "eks:index:Cluster", Name: "c"}
	if _, err := e.Construct(e.Context(), request); err == nil || !strings.Contains(err.Error(), "did not tell its address") {
		t.Errorf("expected an engine without an address to be an error, got %v", err)
	}
	if _, err := e.Attach(e.Context(), &pulumirpc.PluginAttach{Address: "127.0.0.1:4711"}); err != nil {
		t.Fatal(err)
	}
	response, err := e.Construct(e.Context(), request)
	if err != nil || response.GetUrn() != urnOf("eks:index:Cluster", "c") || target != "127.0.0.1:4711" {
		t.Errorf("expected the component to be constructed through 127.0.0.1:4711, got %v, %v, %q", response, err, target)
	}
}
