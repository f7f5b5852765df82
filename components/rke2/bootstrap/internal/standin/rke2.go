package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"sigs.k8s.io/yaml"
)

// config is what matters of config.yaml.
type config struct {
	Server    string `json:"server"`
	TokenFile string `json:"token-file"`
}

func readConfig() (config, string, error) {
	var c config
	data, err := os.ReadFile(path("/etc/rancher/rke2/config.yaml"))
	if err != nil {
		return c, "", err
	}
	if err := yaml.Unmarshal(data, &c); err != nil {
		return c, "", err
	}
	token, err := os.ReadFile(path(c.TokenFile))
	return c, strings.TrimSpace(string(token)), err
}

func rke2(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "server":
		return serve()
	case len(args) == 3 && args[0] == "server" && args[1] == "--cluster-reset":
		return reset(strings.TrimPrefix(args[2], "--cluster-reset-restore-path="))
	case len(args) == 3 && args[0] == "etcd-snapshot" && args[1] == "save":
		return snapshot(strings.TrimPrefix(args[2], "--name="))
	default:
		return fmt.Errorf("rke2 %q is not known to the stand-in", args)
	}
}

// lifetime ends an rke2 whose test ended without stopping it.
const lifetime = 10 * time.Minute

// serve is "rke2 server": it opens its ports before it belongs to anything, as the real one does, finds its cluster and becomes
// a voting member of it.
func serve() error {
	time.AfterFunc(lifetime, func() { os.Exit(1) })
	c, token, err := readConfig()
	if err != nil {
		return err
	}
	var id atomic.Pointer[string]
	none := ""
	id.Store(&none)
	identity, err := newIdentity()
	if err != nil {
		return err
	}
	failed := listen(identity, token, &id)
	_ = os.Remove(path(dataDir + "/server/db/reset-flag"))
	found := clusterOf()
	switch {
	case found != "":
	case c.Server == "":
		found, err = initialise()
	default:
		found, err = join(c.Server, token)
	}
	if err != nil {
		return err
	}
	id.Store(&found)
	if err := enlist(found); err != nil {
		return err
	}
	return <-failed
}

func initialise() (string, error) {
	random := make([]byte, 8)
	_, _ = rand.Read(random)
	id := hex.EncodeToString(random)
	authority := map[string]string{}
	for _, file := range []string{"server-ca.crt", "server-ca.key"} {
		data, err := os.ReadFile(path(dataDir + "/server/tls/" + file))
		if err != nil {
			return "", err
		}
		authority[file] = string(data)
	}
	if err := change(id, func(c *cluster) error { c.Authority = authority; return nil }); err != nil {
		return "", err
	}
	return id, adopt(id)
}

// join asks a server for admission until it is admitted.
func join(server, token string) (string, error) {
	client := http.Client{Transport: insecure(), Timeout: 5 * time.Second}
	for ; ; time.Sleep(50 * time.Millisecond) {
		response, err := client.Get(server + "/join?" + url.Values{"name": {name}, "token": {token}}.Encode())
		if err != nil {
			continue
		}
		data, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			continue
		}
		var answer struct {
			By, Cluster string
			Authority   map[string]string
		}
		if err := json.Unmarshal(data, &answer); err != nil {
			return "", err
		}
		if answer.By == name {
			return "", errors.Join(violation("%s joined itself", name), errors.New("joined itself"))
		}
		for file, content := range answer.Authority {
			target := path(dataDir + "/server/tls/" + file)
			if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
				return "", err
			}
			if err := os.WriteFile(target, []byte(content), 0o600); err != nil {
				return "", err
			}
		}
		return answer.Cluster, adopt(answer.Cluster)
	}
}

// enlist makes the node a learner and, after a while, a voting member. Two learners at a time are a violation.
func enlist(id string) error {
	err := change(id, func(c *cluster) error {
		for other, m := range c.Members {
			if other != name && !m.Voter && !m.Removed && m.running() {
				return violation("%s and %s join at once", name, other)
			}
		}
		m := c.Members[name]
		if m == nil || m.Removed {
			m = &member{}
			c.Members[name] = m
		}
		m.Address, m.PID = address, os.Getpid()
		return nil
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(path("/etc/rancher/rke2/rke2.yaml"), []byte("kind: Config\n"), 0o600); err != nil {
		return err
	}
	time.Sleep(200 * time.Millisecond)
	return change(id, func(c *cluster) error {
		if m := c.Members[name]; m != nil {
			m.Voter = true
		}
		return nil
	})
}

// snapshot stores the state of etcd under a name, as the bucket would hold it.
func snapshot(as string) error {
	return change(clusterOf(), func(c *cluster) error {
		if m := c.Members[name]; m == nil || !m.running() || !c.quorum() {
			return errors.New("etcd does not run here")
		}
		data, err := json.Marshal(c)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(world, "snapshot-"+as), data, 0o600)
	})
}

// reset is "rke2 server --cluster-reset": etcd with this node as the only member and the content of a snapshot.
func reset(from string) error {
	c, _, err := readConfig()
	if err != nil {
		return err
	}
	if c.Server != "" {
		return errors.New("cannot perform cluster-reset while server URL is set - remove server from configuration before resetting")
	}
	flag := path(dataDir + "/server/db/reset-flag")
	if _, err := os.Stat(flag); err == nil {
		return errors.New("cluster-reset was performed already, start the server normally")
	}
	data, err := os.ReadFile(filepath.Join(world, "snapshot-"+from))
	if err != nil {
		return err
	}
	var old cluster
	if err := json.Unmarshal(data, &old); err != nil {
		return err
	}
	id := old.ID + "r"
	err = change(id, func(c *cluster) error {
		c.Authority, c.Pods = old.Authority, old.Pods
		c.Members = map[string]*member{name: {Address: address, Voter: true}}
		// The Nodes of the snapshot are there again, though nothing runs on them.
		for other, m := range old.Members {
			if other != name {
				c.Members[other] = &member{Address: m.Address, Removed: true}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := os.RemoveAll(path(dataDir + "/server/db")); err != nil {
		return err
	}
	if err := adopt(id); err != nil {
		return err
	}
	return os.WriteFile(flag, nil, 0o600)
}
