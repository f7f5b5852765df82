package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/internal/trial"
)

const (
	vpcType   = "aws:ec2/vpc:Vpc"
	groupType = "aws:ec2/securityGroup:SecurityGroup"
)

// engine stands for the Pulumi engine: it has a connection of its own to the running provider, as one provider instance has.
type engine struct {
	*testing.T
	pulumirpc.ResourceProviderClient
	cloud *cloud.Cloud
	port  string
}

// newEngine starts the provider of the trial package and configures an instance.
func newEngine(t *testing.T, options Options) *engine {
	t.Helper()
	c, err := cloud.Open("", trial.Package())
	if err != nil {
		t.Fatal(err)
	}
	providers, err := Serve(c, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := providers.Close(); err != nil {
			t.Errorf("stop the providers: %v", err)
		}
	})
	_, port, _ := strings.Cut(providers.Attachments(), ":")
	e := &engine{T: t, cloud: c, port: port}
	return e.instance("us-east-1")
}

// instance opens one more connection and configures it for a region.
func (e *engine) instance(region string) *engine {
	e.Helper()
	conn, err := grpc.NewClient("127.0.0.1:"+e.port, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		e.Fatal(err)
	}
	e.Cleanup(func() { _ = conn.Close() })
	other := &engine{T: e.T, ResourceProviderClient: pulumirpc.NewResourceProviderClient(conn), cloud: e.cloud, port: e.port}
	args := resource.PropertyMap{"region": resource.NewStringProperty(region)}
	if _, err := other.Configure(e.Context(), &pulumirpc.ConfigureRequest{Args: e.marshal(args)}); err != nil {
		e.Fatalf("configure: %v", err)
	}
	return other
}

func (e *engine) Context() context.Context { return e.T.Context() }

func (e *engine) marshal(properties resource.PropertyMap) *structpb.Struct {
	e.Helper()
	result, err := plugin.MarshalProperties(properties, marshalling)
	if err != nil {
		e.Fatal(err)
	}
	return result
}

func (e *engine) unmarshal(properties *structpb.Struct) resource.PropertyMap {
	e.Helper()
	result, err := plugin.UnmarshalProperties(properties, marshalling)
	if err != nil {
		e.Fatal(err)
	}
	return result
}

func urnOf(token, name string) string { return "urn:pulumi:dev::trial::" + token + "::" + name }

// check returns the checked inputs and fails the test if there are failures.
func (e *engine) check(token, name string, inputs resource.PropertyMap) resource.PropertyMap {
	e.Helper()
	response, err := e.Check(e.Context(), &pulumirpc.CheckRequest{Urn: urnOf(token, name), Type: token, Name: name, News: e.marshal(inputs)})
	if err != nil || len(response.GetFailures()) > 0 {
		e.Fatalf("check %s: %v, %v", token, response.GetFailures(), err)
	}
	return e.unmarshal(response.GetInputs())
}

// make checks and creates a resource.
func (e *engine) make(token, name string, inputs resource.PropertyMap) (id string, checked, state resource.PropertyMap) {
	e.Helper()
	checked = e.check(token, name, inputs)
	response, err := e.Create(e.Context(), &pulumirpc.CreateRequest{Urn: urnOf(token, name), Type: token, Name: name, Properties: e.marshal(checked)})
	if err != nil {
		e.Fatalf("create %s: %v", token, err)
	}
	return response.GetId(), checked, e.unmarshal(response.GetProperties())
}

func text(s string) resource.PropertyValue { return resource.NewStringProperty(s) }

var range16 = resource.PropertyMap{"cidrBlock": text("10.0.0.0/16")}
