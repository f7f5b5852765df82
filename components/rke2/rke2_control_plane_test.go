package rke2

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/rke2/credentials"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestChildrenAreWhatWasReviewed(t *testing.T) {
	t.Parallel()
	for name, args := range map[string]*Rke2ControlPlaneArgs{"small": small(), "everything": everything()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{}
			r.mustDeploy(t, args)
			golden.Equal(t, "children/"+name+".txt", []byte(strings.Join(r.children(), "\n")+"\n"))
		})
	}
}

// untagged are the types that have no tags.
var untagged = map[string]bool{
	"iam.RolePolicy": true, "secretsmanager.SecretVersion": true, "s3.BucketPublicAccessBlock": true, "s3.BucketOwnershipControls": true,
	"s3.BucketServerSideEncryptionConfigurationV2": true, "s3.BucketVersioningV2": true, "s3.BucketLifecycleConfigurationV2": true, "s3.BucketPolicy": true,
	"route53.Record": true, "kms.Alias": true, "cloudwatch.LogMetricFilter": true,
	"autoscaling.LifecycleHook": true,
}

func TestEveryChildHasTheUsersTags(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for _, reg := range r.own() {
		tags := reg.Inputs["tags"]
		switch {
		case untagged[shortType(reg.Token)]:
		case tags.IsArray():
			if !slices.ContainsFunc(tags.ArrayValue(), func(v resource.PropertyValue) bool { return v.ObjectValue()["key"].StringValue() == "owner" }) {
				t.Errorf("%s: expected the tag owner, got %v", reg.Name, tags)
			}
		case !tags.IsObject() || tags.ObjectValue()["owner"].StringValue() != "platform":
			t.Errorf("%s %s: expected the tag owner, got %v", shortType(reg.Token), reg.Name, tags)
		}
	}
}

// The seed is given because mocks cannot read a secret that is not known; the rehearsal of the stacks previews without one.
func TestAPreviewShowsTheSameChildren(t *testing.T) {
	t.Parallel()
	args := everything()
	args.Seed = pulumi.String(testSeed(t).Text())
	previewed, deployed := &recorder{preview: true}, &recorder{}
	previewed.mustDeploy(t, args)
	deployed.mustDeploy(t, args)
	if diff := cmp.Diff(deployed.children(), previewed.children()); diff != "" {
		t.Errorf("a preview shows other children (-deployed +previewed):\n%s", diff)
	}
}

// secretsOf are the secrets of a cluster with a given seed.
func secretsOf(t *testing.T, seed credentials.Seed) []string {
	t.Helper()
	c, err := seed.Derive()
	if err != nil {
		t.Fatal(err)
	}
	var authorities map[string]string
	if err := json.Unmarshal([]byte(c.Authorities), &authorities); err != nil {
		t.Fatal(err)
	}
	_, server, _ := strings.Cut(c.ServerToken, "::server:")
	_, agent, _ := strings.Cut(c.AgentToken, "::node:")
	secrets := []string{seed.Text(), server, agent, c.AdminKey}
	for name, content := range authorities {
		if strings.HasSuffix(name, ".key") {
			secrets = append(secrets, content, strings.Split(content, "\n")[1])
		}
	}
	return secrets
}

func testSeed(t *testing.T) credentials.Seed {
	t.Helper()
	seed, err := credentials.New(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), strings.NewReader(strings.Repeat("s3cret42", 4)))
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// leaks lists the places of a value, outside of secrets, that hold one of the texts.
func leaks(path string, value resource.PropertyValue, texts []string) []string {
	var found []string
	switch {
	case value.IsSecret():
	case value.IsString():
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(value.StringValue(), text) }) {
			found = append(found, path)
		}
	case value.IsArray():
		for _, item := range value.ArrayValue() {
			found = append(found, leaks(path, item, texts)...)
		}
	case value.IsObject():
		for key, item := range value.ObjectValue() {
			found = append(found, leaks(path+"."+string(key), item, texts)...)
		}
	}
	return found
}

func TestNoSecretIsInUserDataOrInAnInputThatIsNoSecret(t *testing.T) {
	t.Parallel()
	seed := testSeed(t)
	r := &recorder{}
	args := everything()
	args.Seed = pulumi.String(seed.Text())
	r.mustDeploy(t, args)
	secrets := secretsOf(t, seed)
	for _, reg := range r.Registered {
		for _, place := range leaks(reg.Name, resource.NewProperty(reg.Inputs), secrets) {
			t.Errorf("expected no secret in %s %s", reg.Token, place)
		}
	}
	for _, role := range []string{"servers", "pool-general", "pool-batch"} {
		text := r.userData(t, role)
		if slices.ContainsFunc(secrets, func(secret string) bool { return strings.Contains(text, secret) }) {
			t.Errorf("expected no secret in the user data of %s", role)
		}
	}
	for _, role := range []string{"seed", "server-token", "agent-token", "authorities"} {
		if value := r.find(t, "secretsmanager.SecretVersion", role).Inputs["secretString"]; !value.IsSecret() {
			t.Errorf("expected the value of %s to be a secret", role)
		}
	}
}

// outputsOf are the outputs of a component as the engine records them.
func outputsOf(t *testing.T, args *Rke2ControlPlaneArgs) resource.PropertyMap {
	t.Helper()
	r := &recorder{}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		set, err := endpointSet(ctx, args.Capabilities())
		if err != nil {
			return err
		}
		args.Endpoints = set
		c, err := NewRke2ControlPlane(ctx, testName, args)
		if err != nil {
			return err
		}
		// A component of the test's own records the outputs as the engine would.
		return ctx.RegisterComponentResourceV2("test:index:Outputs", "outputs", c.outputs(), &pulumi.ResourceState{})
	}, pulumi.WithMocks("project", "dev", r))
	if err != nil {
		t.Fatal(err)
	}
	return r.Registered[slices.IndexFunc(r.Registered, func(reg registration) bool { return reg.Name == "outputs" })].Inputs
}

func TestOnlyTheAdministratorsKubeconfigIsASecret(t *testing.T) {
	t.Parallel()
	seed := testSeed(t)
	secrets := secretsOf(t, seed)
	args := small()
	args.Seed = pulumi.String(seed.Text())
	outputs := outputsOf(t, args)
	if !outputs["kubeconfig"].IsSecret() {
		t.Error("expected the administrator's kubeconfig to be a secret")
	}
	for name, value := range outputs {
		if name != "kubeconfig" && value.ContainsSecrets() {
			t.Errorf("expected %s to be no secret", name)
		}
	}
	for _, place := range leaks("outputs", resource.NewProperty(outputs), secrets) {
		t.Errorf("expected no secret in %s", place)
	}
}

func TestTheSeedIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	seed := r.find(t, "secretsmanager.SecretVersion", "seed")
	if diff := cmp.Diff([]string{"secretString"}, seed.Ignored); diff != "" {
		t.Errorf("expected a new value to be ignored (-want +got):\n%s", diff)
	}
	if !seed.Protected {
		t.Error("expected the seed to be protected")
	}
}

func TestServersAreReachedOneAfterTheOther(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for role, before := range map[string]string{
		"servers-a": "facts", "servers-b": "servers-a", "servers-c": "servers-b", "pool-general": "servers-c", "pool-batch": "servers-c",
	} {
		if !dependsOn(r.find(t, "autoscaling.Group", role), before) {
			t.Errorf("expected %s to wait for %s", role, before)
		}
	}
}

func TestServerGroups(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, small())
	inputs := r.find(t, "autoscaling.Group", "servers-b").Inputs
	got := inputs.Mappable()
	delete(got, "tags")
	want := map[string]any{
		"minSize": 1.0, "maxSize": 1.0, "healthCheckType": "EC2", "waitForCapacityTimeout": "0",
		"vpcZoneIdentifiers": []any{"node-b"}, "targetGroupArns": []any{"arn:aws:test:::main-api", "arn:aws:test:::main-join"},
		"launchTemplate":            map[string]any{"id": "main-servers-id", "version": "1"},
		"instanceMaintenancePolicy": map[string]any{"minHealthyPercentage": 0.0, "maxHealthyPercentage": 100.0},
		"initialLifecycleHooks": []any{
			map[string]any{"name": "ready", "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING", "heartbeatTimeout": 1800.0, "defaultResult": "ABANDON"},
			map[string]any{"name": "leave", "lifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING", "heartbeatTimeout": 900.0, "defaultResult": "CONTINUE"},
		},
		"instanceRefresh": map[string]any{"strategy": "Rolling", "preferences": map[string]any{
			"minHealthyPercentage": 0.0, "maxHealthyPercentage": 100.0, "instanceWarmup": "0", "skipMatching": true, "autoRollback": false,
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the group differs (-want +got):\n%s", diff)
	}
}

func TestNodesAreHardened(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for role, disks := range map[string]int{"servers": 2, "pool-general": 1, "pool-batch": 1} {
		inputs := r.find(t, "ec2.LaunchTemplate", role).Inputs.Mappable()
		want := map[string]any{"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1.0}
		if diff := cmp.Diff(want, inputs["metadataOptions"]); diff != "" {
			t.Errorf("%s: metadata options differ (-want +got):\n%s", role, diff)
		}
		if public := inputs["networkInterfaces"].([]any)[0].(map[string]any)["associatePublicIpAddress"]; public != "false" {
			t.Errorf("%s: expected no public address, got %v", role, public)
		}
		devices := inputs["blockDeviceMappings"].([]any)
		if len(devices) != disks {
			t.Errorf("%s: expected %d volumes, got %d", role, disks, len(devices))
		}
		for _, device := range devices {
			ebs := device.(map[string]any)["ebs"].(map[string]any)
			if ebs["encrypted"] != "true" || ebs["volumeType"] != "gp3" || ebs["kmsKeyId"] != "arn:aws:test:::main-data-key" {
				t.Errorf("%s: expected an encrypted gp3 volume, got %v", role, ebs)
			}
		}
		tags := inputs["tagSpecifications"].([]any)[0].(map[string]any)["tags"].(map[string]any)
		kind := map[bool]string{true: "server", false: "agent"}[role == "servers"]
		if tags["cloudgap:rke2-cluster"] != "shop" || tags["cloudgap:rke2-role"] != kind || tags["kubernetes.io/cluster/shop"] != "owned" {
			t.Errorf("%s: expected the tags by which nodes are found, got %v", role, tags)
		}
	}
}

func TestAgentsAreToldNothingOfTheServers(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for _, role := range []string{"pool-general", "pool-batch"} {
		policy := r.find(t, "iam.RolePolicy", role+"-role").Inputs["policy"].StringValue()
		for _, text := range []string{r.userData(t, role), policy} {
			for _, forbidden := range []string{"main-server-token", "main-authorities", "main-seed", "main-snapshots", "snapshots-key", "volumes-role", "external-secrets\""} {
				if strings.Contains(text, forbidden) {
					t.Errorf("%s: expected nothing of %s, got:\n%s", role, forbidden, text)
				}
			}
		}
	}
	if policy := r.find(t, "iam.RolePolicy", "servers-role").Inputs["policy"].StringValue(); strings.Contains(policy, "main-seed") {
		t.Error("expected no node to be able to read the seed")
	}
}

func TestBothPortsDependOnTheAPIBeingReady(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, small())
	for role, port := range map[string]float64{"api": 6443, "join": 9345} {
		got := r.find(t, "lb.TargetGroup", role).Inputs.Mappable()
		delete(got, "tags")
		want := map[string]any{
			"vpcId": "vpc-1", "targetType": "instance", "protocol": "TCP", "port": port, "preserveClientIp": "false", "deregistrationDelay": 30.0,
			"connectionTermination": true,
			"targetHealthStates":    []any{map[string]any{"enableUnhealthyConnectionTermination": false, "unhealthyDrainingInterval": 30.0}},
			"healthCheck": map[string]any{
				"enabled": true, "protocol": "HTTPS", "port": "6443", "path": "/readyz", "matcher": "200", "interval": 10.0, "timeout": 6.0,
				"healthyThreshold": 2.0, "unhealthyThreshold": 2.0,
			},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: the target group differs (-want +got):\n%s", role, diff)
		}
	}
	balancer := r.find(t, "lb.LoadBalancer", "lb").Inputs.Mappable()
	if balancer["internal"] != true || balancer["enableCrossZoneLoadBalancing"] != true || len(balancer["securityGroups"].([]any)) != 1 {
		t.Errorf("expected an internal load balancer with a security group and cross-zone balancing, got %v", balancer)
	}
}

func TestNothingIsEverRemovedFromWhereServersAgree(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	rules := r.find(t, "s3.BucketLifecycleConfigurationV2", "snapshots").Inputs["rules"].ArrayValue()
	for _, rule := range rules {
		prefix := rule.ObjectValue()["filter"].ObjectValue()["prefix"].StringValue()
		if prefix != "shop/snapshots/" {
			t.Errorf("expected rules about snapshots only, got one about %q", prefix)
		}
	}
}

func operatorJSON(t *testing.T) string {
	t.Helper()
	at := place{"aws", testRegion, "amazonaws.com", testAccount}
	text, err := operatorPolicy(at, "shop", []string{"main-session-certificate", "main-session-port", "main-session-shell"}, at.arn("kms", "key/data")).JSON()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func restoreJSON(t *testing.T) string {
	t.Helper()
	text, err := restorePolicy(place{"aws", testRegion, "amazonaws.com", testAccount}, "shop", "main-restore", "main-snapshots").JSON()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestDocumentsAreWhatWasReviewed(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	args := everything()
	args.Seed = pulumi.String(testSeed(t).Text())
	r.mustDeploy(t, args)
	for name, text := range map[string]string{
		"policies/artifact-bucket.json":      r.find(t, "s3.BucketPolicy", "artifacts").Inputs["policy"].StringValue(),
		"policies/snapshot-bucket.json":      r.find(t, "s3.BucketPolicy", "snapshots").Inputs["policy"].StringValue(),
		"policies/data-key.json":             r.find(t, "kms.Key", "data-key").Inputs["policy"].StringValue(),
		"policies/secrets-key.json":          r.find(t, "kms.Key", "secrets-key").Inputs["policy"].StringValue(),
		"policies/servers-role.json":         r.find(t, "iam.RolePolicy", "servers-role").Inputs["policy"].StringValue(),
		"policies/pool-role.json":            r.find(t, "iam.RolePolicy", "pool-batch-role").Inputs["policy"].StringValue(),
		"policies/volumes-role.json":         r.find(t, "iam.RolePolicy", "volumes-role").Inputs["policy"].StringValue(),
		"policies/volumes-trust.json":        r.find(t, "iam.Role", "volumes-role").Inputs["assumeRolePolicy"].StringValue(),
		"policies/operator.json":             operatorJSON(t),
		"policies/restore.json":              restoreJSON(t),
		"policies/trust.json":                r.find(t, "iam.Role", "servers-role").Inputs["assumeRolePolicy"].StringValue(),
		"session-documents/shell.json":       r.find(t, "ssm.Document", "session-shell").Inputs["content"].StringValue(),
		"session-documents/certificate.json": r.find(t, "ssm.Document", "session-certificate").Inputs["content"].StringValue(),
		"session-documents/port.json":        r.find(t, "ssm.Document", "session-port").Inputs["content"].StringValue(),
		"restore-document.json":              r.find(t, "ssm.Document", "restore").Inputs["content"].StringValue(),
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		data, err := json.MarshalIndent(value, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden.Equal(t, name, append(data, '\n'))
	}
	for _, role := range []string{"servers", "pool-batch"} {
		golden.Equal(t, "user-data/"+role+".yaml", []byte(r.userData(t, role)))
	}
	var lines strings.Builder
	texts := commands(testRegion, "shop", "rke2.dev.corp.example", map[string]string{
		shellSession: "main-session-shell", certificateSession: "main-session-certificate", portSession: "main-session-port", restoreCommand: "main-restore",
	})
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		lines.WriteString(name + ": " + texts[name] + "\n")
	}
	golden.Equal(t, "commands.txt", []byte(lines.String()))
}
