package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// kubectl talks to the API server that --server names, if that is ready.
func kubectl(args []string) error {
	var words []string
	server := ""
	for _, arg := range args {
		switch {
		case strings.HasPrefix(arg, "--server="):
			server = strings.TrimPrefix(arg, "--server=")
		case strings.HasPrefix(arg, "--raw="):
			words = append(words, strings.TrimPrefix(arg, "--raw="))
		case !strings.HasPrefix(arg, "--"):
			words = append(words, arg)
		}
	}
	id, err := ask(server)
	if err != nil {
		return err
	}
	return change(id, func(c *cluster) error { return request(c, words) })
}

func ask(server string) (string, error) {
	client := http.Client{Transport: insecure(), Timeout: 5 * time.Second}
	response, err := client.Get(server + "/readyz")
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	id, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		return "", errors.Join(err, fmt.Errorf("%s is not ready", server))
	}
	return string(id), nil
}

func request(c *cluster, words []string) error {
	switch {
	case words[0] == "get" && words[1] == "nodes":
		return print(nodes(c))
	case words[0] == "get" && words[1] == "pods":
		return print(pods(c))
	case words[0] == "cordon":
		c.Members[words[1]].Cordoned = true
		return nil
	case words[0] == "annotate":
		return remove(c, words[2])
	case words[0] == "delete" && words[1] == "node":
		if err := remove(c, words[2]); err != nil {
			return err
		}
		delete(c.Members, words[2])
		return nil
	case words[0] == "create" && strings.HasSuffix(words[1], "/eviction"):
		return evict(c, strings.Split(words[1], "/")[6])
	default:
		return fmt.Errorf("kubectl %q is not known to the stand-in", words)
	}
}

func print(document any) error { return json.NewEncoder(os.Stdout).Encode(document) }

// remove takes a member out of etcd, which refuses if too few active ones would be left.
func remove(c *cluster, who string) error {
	m := c.Members[who]
	if m == nil || m.Removed {
		return nil
	}
	rest, running := 0, 0
	for other, o := range c.Members {
		if other != who && o.Voter && !o.Removed {
			rest++
			if o.running() {
				running++
			}
		}
	}
	if running < rest/2+1 {
		return errors.New("etcdserver: unhealthy cluster")
	}
	m.Removed = true
	return nil
}

func nodes(c *cluster) any {
	var items []any
	for who, m := range c.Members {
		annotations := map[string]string{}
		if m.Removed {
			annotations["etcd.rke2.cattle.io/removed-node-name"] = who
		}
		items = append(items, map[string]any{
			"metadata": map[string]any{"name": who, "annotations": annotations},
			"status": map[string]any{"conditions": []map[string]string{
				condition("Ready", m.running()), condition("EtcdIsVoter", m.Voter && !m.Removed),
			}},
		})
	}
	return map[string]any{"items": items}
}

func condition(kind string, holds bool) map[string]string {
	status := "False"
	if holds {
		status = "True"
	}
	return map[string]string{"type": kind, "status": status}
}

func pods(c *cluster) any {
	items := []any{}
	for _, p := range c.Pods {
		if p.Node == name {
			items = append(items, map[string]any{"metadata": map[string]any{
				"name": p.Name, "namespace": "default", "ownerReferences": []map[string]string{{"kind": p.Kind}},
			}})
		}
	}
	return map[string]any{"items": items}
}

func evict(c *cluster, who string) error {
	for i, p := range c.Pods {
		if p.Name == who {
			if !c.Members[p.Node].Cordoned {
				return violation("%s was evicted from a node that takes new pods", who)
			}
			c.Pods = append(c.Pods[:i], c.Pods[i+1:]...)
			return nil
		}
	}
	return fmt.Errorf("no pod %s", who)
}
