package drill_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/restore"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/internal/s3test"
)

// unreliable makes S3 fail in every way it can, in a third of all requests.
func unreliable() func(*http.Request) s3test.Fault {
	var mutex sync.Mutex
	faults := []s3test.Fault{s3test.LostAnswer, s3test.LostRequest, s3test.Conflict, s3test.Unavailable}
	return func(*http.Request) s3test.Fault {
		mutex.Lock()
		defer mutex.Unlock()
		if rand.IntN(3) > 0 {
			return s3test.None
		}
		return faults[rand.IntN(len(faults))]
	}
}

func TestThreeServersBecomeOneClusterWhateverS3Does(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s3.Inject(unreliable())
	machines := []*machine{r.boot("a"), r.boot("b"), r.boot("c")}
	r.complete(machines...)
	r.sound(1)
	folder := "/snapshots/" + documents.ProtocolFolder(r.settings.Cluster) + "/"
	if writes := r.s3.Writes(folder + protocol.MarkerKey); writes != 1 {
		t.Errorf("expected the marker to be written once, got %d times", writes)
	}
	for _, m := range machines {
		config, err := m.host.Read(documents.ConfigPath)
		want := "server: https://" + r.settings.Endpoint + ":9345\n"
		if err != nil || !strings.Contains(string(config), want) {
			t.Errorf("%s: expected a configuration that joins at its next start, got %v:\n%s", m.id.NodeName, err, config)
		}
	}
}

func TestNoSecretIsInALogOrInAFileThatOthersMayRead(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	machines := []*machine{r.boot("a"), r.boot("b"), r.boot("c")}
	r.complete(machines...)
	machines[0].leave()
	secret := []string{"s3cret", "K10::node:other", "PRIVATE KEY"}
	leaks := func(where, text string) {
		for _, part := range secret {
			if strings.Contains(text, part) {
				t.Errorf("expected no secret in %s, found %q", where, part)
			}
		}
	}
	leaks("a log", r.logged())
	for _, m := range machines {
		err := filepath.WalkDir(m.host.Root, func(path string, entry os.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			info, err := entry.Info()
			if err != nil || info.Mode().Perm()&0o077 == 0 {
				return err
			}
			content, err := os.ReadFile(path)
			leaks(path, string(content))
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestTheProgramMayCrashAtAnyPoint(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	machines := []*machine{r.boot("a"), r.boot("b"), r.boot("c")}
	for range 15 {
		m := machines[rand.IntN(len(machines))]
		m.halt()
		if rand.IntN(3) == 0 {
			m.power()
		}
		m.run()
	}
	r.complete(machines...)
	r.sound(1)
}

func TestAServerThatDiesWhileItInitialisesIsReplaced(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first := r.boot("a")
	r.await("the first server to start RKE2", func() bool {
		_, err := os.Stat(first.host.Path("/run/rke2.pid"))
		return err == nil
	})
	first.halt()
	first.kill()
	machines := []*machine{r.boot("b"), r.boot("c"), r.boot("a")}
	r.complete(machines...)
	if what, err := os.ReadFile(filepath.Join(r.folder, "violation")); err == nil {
		t.Errorf("expected no violation, got %q", what)
	}
}

func TestServersAreReplacedOneAfterTheOtherWithoutLosingAnything(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	machines := map[string]*machine{"a": r.boot("a"), "b": r.boot("b"), "c": r.boot("c")}
	r.complete(machines["a"], machines["b"], machines["c"])
	r.givePods(machines["b"])
	for _, zone := range []string{"b", "a", "c"} {
		machines[zone].leave()
		if _, err := os.Stat(filepath.Join(r.folder, "snapshot-pre-leave-"+machines[zone].id.Instance)); err != nil {
			t.Errorf("expected a snapshot before %s leaves, got %v", zone, err)
		}
		machines[zone] = r.boot(zone)
		r.complete(machines["a"], machines["b"], machines["c"])
	}
	r.sound(1)
	pods := r.clusters()[0].Pods
	if len(pods) != 1 || pods[0]["kind"] != "DaemonSet" {
		t.Errorf("expected the drain to evict all but the DaemonSet's pod, got %v", pods)
	}
}

func TestThreeServersThatAreToLeaveAtOnceGoOneAfterTheOther(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	old := []*machine{r.boot("a"), r.boot("b"), r.boot("c")}
	r.complete(old...)
	var group sync.WaitGroup
	fresh := make([]*machine, len(old))
	for i, m := range old {
		group.Go(func() {
			m.leave()
			fresh[i] = r.boot(string("abc"[i]))
		})
	}
	group.Wait()
	r.complete(fresh...)
	r.sound(1)
}

func TestAHardKilledServerIsReplaced(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a, b, c := r.boot("a"), r.boot("b"), r.boot("c")
	r.complete(a, b, c)
	r.awaitVoters(b, 3)
	a.kill()
	r.awaitVoters(b, 2)
	// What the cloud controller manager does with the Node of a terminated instance.
	if _, err := b.host.Run(t.Context(), "kubectl", "--server=https://"+b.id.Address+":6443", "delete", "node", a.id.NodeName); err != nil {
		t.Fatal(err)
	}
	r.complete(r.boot("a"), b, c)
	r.awaitVoters(c, 3)
	r.sound(1)
}

func TestCertificatesAreRenewedByOneRestartEachOneAfterTheOther(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	machines := []*machine{r.boot("a"), r.boot("b"), r.boot("c")}
	r.complete(machines...)
	// The stand-in's certificates are always due; what keeps RKE2 from being restarted is that it was started just now.
	pid := func(m *machine) string {
		text, err := m.host.Read("/run/rke2.pid")
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	var before []string
	aDayAgo := time.Now().Add(-25 * time.Hour)
	for _, m := range machines {
		before = append(before, pid(m))
		if err := os.Chtimes(m.host.Path("/var/lib/cloudgap/rke2-started"), aDayAgo, aDayAgo); err != nil {
			t.Fatal(err)
		}
	}
	least := len(machines)
	r.await("every server to have been restarted", func() bool {
		answering, restarted := 0, 0
		for i, m := range machines {
			if ready(m.id.Address) {
				answering++
			}
			if pid(m) != before[i] {
				restarted++
			}
		}
		least = min(least, answering)
		return restarted == len(machines) && answering == len(machines)
	})
	if least < 2 {
		t.Errorf("expected at least two servers to answer at any time, got %d", least)
	}
	r.complete(machines...)
	r.sound(1)
}

func TestRestoreDrill(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	machines := []*machine{r.boot("a"), r.boot("b"), r.boot("c")}
	r.complete(machines...)
	r.givePods(machines[0])
	if err := machines[1].server().Snapshot(t.Context(), "drill"); err != nil {
		t.Fatal(err)
	}
	before := r.clusters()[0]
	for _, m := range machines {
		m.halt()
	}
	// The disaster: two of three members lose their data, and with them the cluster its quorum.
	for _, m := range machines[1:] {
		m.power()
		if err := m.host.Remove(documents.DatabaseDir); err != nil {
			t.Fatal(err)
		}
	}
	var group sync.WaitGroup
	for _, m := range machines {
		group.Go(func() {
			err := restore.Restore{
				Server: m.server(), Store: m.store(), Self: m.node.Self, Log: m.node.Log, Pause: pause,
			}.Run(t.Context(), "drill", machines[0].id.Instance)
			if err != nil {
				t.Errorf("%s: expected the restore to work, got %v", m.id.NodeName, err)
			}
		})
	}
	group.Wait()
	for _, m := range machines {
		m.run()
	}
	r.complete(machines...)
	r.sound(2)
	for _, c := range r.clusters() {
		if c.ID == before.ID {
			continue
		}
		if diff := cmp.Diff(before.Pods, c.Pods); diff != "" {
			t.Errorf("restored content differs (-before +after):\n%s", diff)
		}
	}
}

func TestARestoreDoesNothingWhileAnotherServerRuns(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	machines := []*machine{r.boot("a"), r.boot("b"), r.boot("c")}
	r.complete(machines...)
	if err := machines[0].server().Snapshot(t.Context(), "drill"); err != nil {
		t.Fatal(err)
	}
	m := machines[0]
	m.halt()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	err := restore.Restore{
		Server: m.server(), Store: m.store(), Self: m.node.Self, Log: m.node.Log, Pause: pause,
	}.Run(ctx, "drill", m.id.Instance)
	if err == nil || !strings.Contains(err.Error(), "still run etcd") {
		t.Errorf("expected the restore to wait for the other servers, got %v", err)
	}
	r.sound(1)
	m.run()
	r.complete(machines...)
}
