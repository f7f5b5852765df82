package awsproxy

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"
)

// asPlugin makes the test binary a Pulumi plugin, so that the proxy can be tested without a provider.
const asPlugin = "AWSPROXY_TEST_AS_PLUGIN"

func TestMain(m *testing.M) {
	if os.Getenv(asPlugin) != "" {
		servePlugin()
		return
	}
	os.Exit(m.Run())
}

// echo answers what it was asked, with its process id.
type echo struct {
	pulumirpc.UnimplementedResourceProviderServer
}

func (echo) Configure(_ context.Context, request *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return &pulumirpc.ConfigureResponse{SupportsPreview: true}, nil
}

func (echo) Create(_ context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	return &pulumirpc.CreateResponse{Id: fmt.Sprint(os.Getpid()), Properties: request.GetProperties()}, nil
}

func servePlugin() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := grpc.NewServer()
	pulumirpc.RegisterResourceProviderServer(server, echo{})
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	_ = server.Serve(listener)
}

func startEcho(t *testing.T) *Server {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	server, err := Start(Backend{Plugin: program, Env: []string{asPlugin + "=1"}}, resource.PropertyMap{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

func dial(t *testing.T, server *Server) (pulumirpc.ResourceProviderClient, *grpc.ClientConn) {
	t.Helper()
	connection, err := grpc.NewClient(fmt.Sprintf("127.0.0.1:%d", server.Port()), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return pulumirpc.NewResourceProviderClient(connection), connection
}

func configure(t *testing.T, client pulumirpc.ResourceProviderClient, settings map[string]any) error {
	t.Helper()
	_, err := client.Configure(context.Background(), &pulumirpc.ConfigureRequest{Args: wire(t, settings)})
	return err
}

func wire(t *testing.T, values map[string]any) *structpb.Struct {
	t.Helper()
	properties, err := plugin.MarshalProperties(resource.NewPropertyMapFromMap(values), marshalling)
	if err != nil {
		t.Fatal(err)
	}
	return properties
}

const vpcURN = "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::v"

func create(t *testing.T, client pulumirpc.ResourceProviderClient, urn string) (*pulumirpc.CreateResponse, error) {
	t.Helper()
	return client.Create(context.Background(), &pulumirpc.CreateRequest{Urn: urn, Properties: wire(t, map[string]any{"cidrBlock": "10.0.0.0/16"})})
}

func TestEachConnectionHasAProcessThatEndsWithIt(t *testing.T) {
	server := startEcho(t)
	first, firstConnection := dial(t, server)
	second, _ := dial(t, server)
	var pids []int
	for _, client := range []pulumirpc.ResourceProviderClient{first, second} {
		if err := configure(t, client, map[string]any{"region": "eu-central-1"}); err != nil {
			t.Fatal(err)
		}
		made, err := create(t, client, vpcURN)
		if err != nil {
			t.Fatal(err)
		}
		var pid int
		if _, err := fmt.Sscan(made.GetId(), &pid); err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	if pids[0] == pids[1] {
		t.Fatal("two provider instances share a process")
	}
	if err := firstConnection.Close(); err != nil {
		t.Fatal(err)
	}
	wantEnded(t, pids[0])
	if _, err := create(t, second, vpcURN); err != nil {
		t.Errorf("the end of one connection ended another's process: %v", err)
	}
	server.Close()
	wantEnded(t, pids[1])
}

func TestKillMakesCallsFailAndNothingHang(t *testing.T) {
	server := startEcho(t)
	client, _ := dial(t, server)
	if err := configure(t, client, nil); err != nil {
		t.Fatal(err)
	}
	server.Kill()
	if _, err := create(t, client, vpcURN); err == nil {
		t.Error("a killed provider answered")
	}
}

func TestSettingsWithoutAMeaningAreRefusedByName(t *testing.T) {
	server := startEcho(t)
	client, _ := dial(t, server)
	for _, check := range []func() error{
		func() error {
			return configure(t, client, map[string]any{"assumeRole": map[string]any{"roleArn": "x"}})
		},
		func() error {
			_, err := client.CheckConfig(context.Background(), &pulumirpc.CheckRequest{News: wire(t, map[string]any{"assumeRole": "{}"})})
			return err
		},
	} {
		if err := check(); err == nil || !strings.Contains(err.Error(), "assumeRole") {
			t.Errorf("want an error that names assumeRole, got %v", err)
		}
	}
}

func TestNothingWorksBeforeConfigure(t *testing.T) {
	server := startEcho(t)
	client, _ := dial(t, server)
	if _, err := create(t, client, vpcURN); err == nil || !strings.Contains(err.Error(), "not configured") {
		t.Errorf("want an error that says so, got %v", err)
	}
}

func TestATypeThatTheTableLacksIsRefusedByName(t *testing.T) {
	server := &Server{backend: Backend{Bridge: "bridge"}}
	_, err := server.entry("resource type", "aws:lightsail/instance:Instance")
	if err == nil || !strings.Contains(err.Error(), "aws:lightsail/instance:Instance") {
		t.Errorf("want an error that names the type, got %v", err)
	}
}

func TestBlocksOfTheProvidersSettingsAreListsForTheBridge(t *testing.T) {
	for text, translate := range map[string]bool{"list": true, "object": false} {
		got, err := providerSettings(props(map[string]any{"defaultTags": `{"tags":{"a":"b"}}`, "version": "6.83.2"}), props(map[string]any{"region": "r"}), translate)
		if err != nil {
			t.Fatal(err)
		}
		if got["defaultTags"].IsArray() != translate || got["region"].StringValue() != "r" || got.HasValue("version") {
			t.Errorf("want defaultTags as %s, the override and no version, got %v", text, got)
		}
	}
}

func TestURNsKeepTheirParents(t *testing.T) {
	got := bridgeURN("urn:pulumi:dev::p::cloudgap:index:ZeroEgressVpc$aws:ec2/vpc:Vpc::a::b", "aws:index/vpc:Vpc")
	if want := "urn:pulumi:dev::p::cloudgap:index:ZeroEgressVpc$aws:index/vpc:Vpc::a::b"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func wantEnded(t *testing.T, pid int) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if syscall.Kill(pid, 0) != nil || err == nil && strings.Contains(string(stat), ") Z ") {
			return
		}
	}
	t.Errorf("process %d is still there", pid)
}
