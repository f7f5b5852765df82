package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// cluster is what etcd replicates.
type cluster struct {
	ID      string             `json:"id"`
	Members map[string]*member `json:"members"`
	Pods    []pod              `json:"pods"`
	// Authority is the server CA, as the bootstrap data in etcd hold it.
	Authority map[string]string `json:"authority"`
}

type member struct {
	Address  string `json:"address"`
	Voter    bool   `json:"voter"`
	PID      int    `json:"pid"`
	Removed  bool   `json:"removed"`
	Cordoned bool   `json:"cordoned"`
}

type pod struct {
	Name string `json:"name"`
	Node string `json:"node"`
	Kind string `json:"kind"`
}

func (m *member) running() bool { return alive(m.PID) }

// quorum tells whether more than half of the voting members run.
func (c *cluster) quorum() bool {
	voters, running := 0, 0
	for _, m := range c.Members {
		if m.Voter && !m.Removed {
			voters++
			if m.running() {
				running++
			}
		}
	}
	return running >= voters/2+1
}

// change lets one process at a time read, change and write a cluster.
func change(id string, edit func(*cluster) error) error {
	file := filepath.Join(world, "clusters", id+".json")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	lock, err := os.OpenFile(file+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	c := cluster{ID: id, Members: map[string]*member{}}
	if data, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(data, &c); err != nil {
			return err
		}
	}
	if err := edit(&c); err != nil {
		return err
	}
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// clusterOf returns the id of the cluster whose data lie on a node's disk, and "" for none.
func clusterOf() string {
	data, err := os.ReadFile(path(dataDir + "/server/db/etcd/cluster"))
	if err != nil {
		return ""
	}
	return string(data)
}

func adopt(id string) error {
	file := path(dataDir + "/server/db/etcd/cluster")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(id), 0o600)
}

// violation notes something that must never happen; the test looks for the file.
func violation(format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	return os.WriteFile(filepath.Join(world, "violation"), []byte(text), 0o600)
}
