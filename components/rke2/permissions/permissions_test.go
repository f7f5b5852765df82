package permissions_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/rke2/internal/sample"
	"github.com/cloudgap/cloudgap/components/rke2/permissions"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func names() permissions.Names {
	s := sample.Server()
	key := func(id string) string { return "arn:aws:kms:eu-central-1:111122223333:key/" + id }
	return permissions.Names{
		Cluster: s.Cluster, Artifacts: "arn:aws:s3:::" + s.Artifacts.Bucket, Snapshots: "arn:aws:s3:::" + s.Snapshots.Bucket,
		ServerToken: s.Secrets.Server, AgentToken: s.Secrets.Agent, Authorities: s.Secrets.CA,
		ArtifactKey: key("artifacts"), SnapshotKey: key("snapshots"), SecretKey: key("secrets"), SessionKey: key("data"),
		Lent:         []string{"arn:aws:iam::111122223333:role/prod-rke2-volumes"},
		Logs:         []string{"arn:aws:logs:eu-central-1:111122223333:log-group:" + s.Logs.Node + ":*"},
		Repositories: "arn:aws:ecr:eu-central-1:*:repository/*",
		Group:        "arn:aws:autoscaling:eu-central-1:111122223333:autoScalingGroup:*:autoScalingGroupName/prod-rke2-*",
	}
}

func text(t *testing.T, document iamdoc.Document) []byte {
	t.Helper()
	data, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}

func TestPoliciesAreWhatWasReviewed(t *testing.T) {
	t.Parallel()
	golden.Equal(t, "server.json", text(t, permissions.Server(names())))
	golden.Equal(t, "volumes.json", text(t, permissions.Volumes(volumeNames())))
	golden.Equal(t, "volumes-trust.json", text(t, volumeTrust()))
	golden.Equal(t, "agent.json", text(t, permissions.Agent(names())))
	golden.Equal(t, "snapshot-bucket.json", text(t, iamdoc.New(permissions.SnapshotBucket(names())...)))
}

func TestAnAgentCannotReachWhatIsTheServers(t *testing.T) {
	t.Parallel()
	n := names()
	agent := string(text(t, permissions.Agent(n)))
	for what, arn := range map[string]string{
		"server token": n.ServerToken, "role of the volume driver": n.Lent[0], "certificate authorities": n.Authorities, "snapshots": n.Snapshots, "snapshots' key": n.SnapshotKey,
	} {
		if strings.Contains(agent, arn) {
			t.Errorf("expected nothing about the %s in the agents' policy, got:\n%s", what, agent)
		}
	}
}

func TestNoNodeMayDeleteAnObjectOfTheProtocolOrAnArtifact(t *testing.T) {
	t.Parallel()
	for _, document := range []iamdoc.Document{permissions.Server(names()), permissions.Agent(names())} {
		for _, statement := range document.Statement {
			for _, action := range statement.Action {
				if strings.Contains(action, "*") {
					t.Errorf("%s: expected every action to be named, got %q", statement.Sid, action)
				}
				deletes := strings.Contains(action, "Delete")
				if deletes && (len(statement.Resource) != 1 || !strings.HasSuffix(statement.Resource[0], "/prod/snapshots/*")) {
					t.Errorf("%s: expected only snapshots to be deleted, got %q on %q", statement.Sid, action, statement.Resource)
				}
			}
		}
	}
}
