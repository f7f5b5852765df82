package awsworld_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/awsworld"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/server"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// service runs a server that answers the query protocol of EC2 and Auto Scaling until the test ends.
func service(t *testing.T, answer func(url.Values) (status int, body string)) *string {
	t.Helper()
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			t.Error(err)
		}
		status, text := answer(form)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(listener.Close)
	return &listener.URL
}

func instance(id, state, address string) string {
	return fmt.Sprintf(`<item><instanceId>%s</instanceId><instanceState><name>%s</name></instanceState><privateIpAddress>%s</privateIpAddress></item>`, id, state, address)
}

func instances(items ...string) string {
	return `<DescribeInstancesResponse><reservationSet><item><instancesSet>` + strings.Join(items, "") +
		`</instancesSet></item></reservationSet></DescribeInstancesResponse>`
}

func ec2Client(endpoint *string) *ec2.Client {
	return ec2.New(ec2.Options{Region: "eu-central-1", BaseEndpoint: endpoint, Credentials: anyone})
}

func TestOnlyATerminatedInstanceIsDead(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]protocol.Life{
		"pending": protocol.LifeAlive, "running": protocol.LifeAlive, "stopping": protocol.LifeAlive, "stopped": protocol.LifeAlive,
		"shutting-down": protocol.LifeAlive, "terminated": protocol.LifeDead,
	} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			client := ec2Client(service(t, func(url.Values) (int, string) {
				return http.StatusOK, instances(instance("i-1", state, ""))
			}))
			got, err := (&awsworld.Instances{Client: client, Now: time.Now}).Life(t.Context(), "i-1")
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("life differs (-want +got), error %v:\n%s", err, diff)
			}
		})
	}
}

func TestAnInstanceThatEC2DoesNotKnowIsDeadAfterAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	known := false
	client := ec2Client(service(t, func(url.Values) (int, string) {
		if known {
			return http.StatusOK, instances(instance("i-1", "running", ""))
		}
		return http.StatusBadRequest, `<Response><Errors><Error><Code>InvalidInstanceID.NotFound</Code><Message>no</Message></Error></Errors></Response>`
	}))
	now := time.Unix(0, 0)
	world := &awsworld.Instances{Client: client, Now: func() time.Time { return now }}
	look := func(want protocol.Life) {
		t.Helper()
		got, err := world.Life(t.Context(), "i-1")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("after %v life differs (-want +got), error %v:\n%s", now.Sub(time.Unix(0, 0)), err, diff)
		}
	}
	look(protocol.LifeUnknown)
	now = now.Add(14 * time.Minute)
	look(protocol.LifeUnknown)
	known = true
	look(protocol.LifeAlive)
	known = false
	now = now.Add(2 * time.Minute)
	look(protocol.LifeUnknown)
	now = now.Add(15 * time.Minute)
	look(protocol.LifeDead)
}

func TestPeersAreTheOtherRunningServersOfTheCluster(t *testing.T) {
	t.Parallel()
	var asked url.Values
	client := ec2Client(service(t, func(form url.Values) (int, string) {
		asked = form
		return http.StatusOK, instances(instance("i-1", "running", "10.0.0.1"), instance("i-2", "running", "10.0.0.2"))
	}))
	got, err := (&awsworld.Instances{Client: client, Cluster: "prod", Self: "10.0.0.1", Now: time.Now}).Addresses(t.Context())
	if diff := cmp.Diff([]string{"10.0.0.2"}, got); err != nil || diff != "" {
		t.Errorf("peers differ (-want +got), error %v:\n%s", err, diff)
	}
	filters := []string{asked.Get("Filter.1.Name") + "=" + asked.Get("Filter.1.Value.1"), asked.Get("Filter.2.Name") + "=" + asked.Get("Filter.2.Value.1"), asked.Get("Filter.3.Value.1")}
	if diff := cmp.Diff([]string{"tag:cloudgap:rke2-cluster=prod", "tag:cloudgap:rke2-role=server", "running"}, filters); diff != "" {
		t.Errorf("filters differ (-want +got):\n%s", diff)
	}
}

// group is an Auto Scaling group of one instance.
type group struct {
	state     string
	refuse    bool
	completed []string
	beats     int
}

func (g *group) answer(form url.Values) (int, string) {
	switch form.Get("Action") {
	case "DescribeAutoScalingInstances":
		return http.StatusOK, `<DescribeAutoScalingInstancesResponse><DescribeAutoScalingInstancesResult><AutoScalingInstances><member>` +
			`<InstanceId>i-1</InstanceId><AutoScalingGroupName>prod-a</AutoScalingGroupName><LifecycleState>` + g.state +
			`</LifecycleState></member></AutoScalingInstances></DescribeAutoScalingInstancesResult></DescribeAutoScalingInstancesResponse>`
	case "CompleteLifecycleAction":
		if g.refuse {
			return http.StatusBadRequest, `<ErrorResponse><Error><Code>ValidationError</Code><Message>No active Lifecycle Action found</Message></Error></ErrorResponse>`
		}
		g.completed = append(g.completed, form.Get("AutoScalingGroupName")+"/"+form.Get("LifecycleHookName")+"="+form.Get("LifecycleActionResult"))
		return http.StatusOK, `<CompleteLifecycleActionResponse><CompleteLifecycleActionResult/></CompleteLifecycleActionResponse>`
	default:
		g.beats++
		return http.StatusOK, `<RecordLifecycleActionHeartbeatResponse><RecordLifecycleActionHeartbeatResult/></RecordLifecycleActionHeartbeatResponse>`
	}
}

func scaling(t *testing.T, g *group) awsworld.Scaling {
	return awsworld.Scaling{
		Client: autoscaling.New(autoscaling.Options{
			Region: "eu-central-1", BaseEndpoint: service(t, g.answer), Credentials: anyone,
		}),
		Instance: "i-1", Hooks: documents.HookSettings{Launch: "ready", Terminate: "leave"},
	}
}

func TestAHookIsCompletedOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		state   string
		refuse  bool
		hook    node.Hook
		proceed bool
		want    []string
		fails   bool
	}{
		"launch":                       {state: "Pending:Wait", hook: node.Launch, proceed: true, want: []string{"prod-a/ready=CONTINUE"}},
		"give up":                      {state: "Pending:Wait", hook: node.Launch, want: []string{"prod-a/ready=ABANDON"}},
		"terminate":                    {state: "Terminating:Wait", hook: node.Terminate, proceed: true, want: []string{"prod-a/leave=CONTINUE"}},
		"launch again":                 {state: "InService", hook: node.Launch, proceed: true},
		"terminate again":              {state: "Terminating:Proceed", hook: node.Terminate, proceed: true},
		"the hook has not started yet": {state: "Pending", refuse: true, hook: node.Launch, proceed: true, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := &group{state: test.state, refuse: test.refuse}
			err := scaling(t, g).Complete(t.Context(), test.hook, test.proceed)
			if (err != nil) != test.fails {
				t.Errorf("expected failure %v, got %v", test.fails, err)
			}
			if diff := cmp.Diff(test.want, g.completed); diff != "" {
				t.Errorf("completed hooks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAHeartbeatAsksForMoreTime(t *testing.T) {
	t.Parallel()
	g := &group{state: "Pending:Wait"}
	if err := scaling(t, g).Heartbeat(t.Context(), node.Launch); err != nil || g.beats != 1 {
		t.Errorf("expected one heartbeat, got %d, %v", g.beats, err)
	}
}

// metadataService answers the paths of the metadata service, with a session token as version 2 demands.
func metadataService(t *testing.T, values map[string]string) *imds.Client {
	t.Helper()
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			w.Header().Set("x-aws-ec2-metadata-token-ttl-seconds", "60")
			_, _ = io.WriteString(w, "token")
			return
		}
		value, ok := values[strings.TrimPrefix(r.URL.Path, "/latest/meta-data/")]
		if !ok || r.Header.Get("x-aws-ec2-metadata-token") != "token" {
			http.NotFound(w, r)
			return
		}
		_, _ = io.WriteString(w, value)
	}))
	t.Cleanup(listener.Close)
	return imds.New(imds.Options{Endpoint: listener.URL})
}

func TestTheMetadataServiceSaysWhetherTheInstanceIsToGo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		values map[string]string
		want   bool
	}{
		"to stay":          {map[string]string{"autoscaling/target-lifecycle-state": "InService"}, false},
		"to go":            {map[string]string{"autoscaling/target-lifecycle-state": "Terminated"}, true},
		"not in a group":   {nil, false},
		"to the warm pool": {map[string]string{"autoscaling/target-lifecycle-state": "Warmed:Stopped"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := awsworld.Scaling{Metadata: metadataService(t, test.values)}.Terminating(t.Context())
			if err != nil || got != test.want {
				t.Errorf("expected %v, got %v, %v", test.want, got, err)
			}
		})
	}
}

func TestTheMetadataServiceSaysWhoTheInstanceIs(t *testing.T) {
	t.Parallel()
	got, err := awsworld.Identity(t.Context(), metadataService(t, map[string]string{
		"instance-id": "i-1", "placement/availability-zone": "eu-central-1a",
		"local-hostname": "i-1.eu-central-1.compute.internal", "local-ipv4": "10.0.0.1",
	}))
	want := server.Identity{Instance: "i-1", Zone: "eu-central-1a", NodeName: "i-1.eu-central-1.compute.internal", Address: "10.0.0.1"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("identity differs (-want +got), error %v:\n%s", err, diff)
	}
	if _, err := awsworld.Identity(t.Context(), metadataService(t, nil)); err == nil {
		t.Error("expected an unknown identity to be an error")
	}
}

func TestASecretIsReadByItsARNAndNeverShown(t *testing.T) {
	t.Parallel()
	value := `"K10abc::server:secret\n"`
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"SecretString":`+value+`}`)
	}))
	t.Cleanup(listener.Close)
	secrets := awsworld.Secrets{Client: secretsmanager.New(secretsmanager.Options{
		Region: "eu-central-1", BaseEndpoint: aws.String(listener.URL), Credentials: anyone,
	})}
	got, err := secrets.Read(t.Context(), "arn:aws:secretsmanager:eu-central-1:111122223333:secret:x")
	if diff := cmp.Diff("K10abc::server:secret", got); err != nil || diff != "" {
		t.Errorf("secret differs (-want +got), error %v:\n%s", err, diff)
	}
	value = `""`
	if _, err := secrets.Read(t.Context(), "arn"); err == nil || !strings.Contains(err.Error(), "no text value") {
		t.Errorf("expected an empty secret to be refused, got %v", err)
	}
}
