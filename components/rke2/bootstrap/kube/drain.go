package kube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Pod is what matters of a pod.
type Pod struct {
	Metadata struct {
		Name        string            `json:"name"`
		Namespace   string            `json:"namespace"`
		Annotations map[string]string `json:"annotations"`
		Owners      []struct {
			Kind string `json:"kind"`
		} `json:"ownerReferences"`
	} `json:"metadata"`
}

// stays tells whether eviction makes no sense: the kubelet's own static pods, and those of a DaemonSet, which come back.
func (p Pod) stays() bool {
	if _, static := p.Metadata.Annotations["kubernetes.io/config.mirror"]; static {
		return true
	}
	return len(p.Metadata.Owners) > 0 && p.Metadata.Owners[0].Kind == "DaemonSet"
}

// Drain keeps new pods away from a node and evicts the present ones. It asks for nothing that a kubelet's own credentials do
// not allow, as kubectl drain does. When the limit is over it returns without an error: pods that a disruption budget
// protects to the end are lost with the instance, whose end nothing stops.
func (c Client) Drain(ctx context.Context, node string, limit, pause time.Duration) error {
	if _, err := c.run(ctx, "cordon", node); err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		pods, err := c.evictable(within, node)
		if err != nil {
			return err
		}
		if len(pods) == 0 {
			return nil
		}
		for _, pod := range pods {
			// A pod that its budget protects is tried again until the time is over.
			_ = c.evict(within, pod)
		}
		if err := Sleep(within, pause); errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func (c Client) evictable(ctx context.Context, node string) ([]Pod, error) {
	out, err := c.run(ctx, "get", "pods", "--all-namespaces",
		"--field-selector=spec.nodeName="+node+",status.phase!=Succeeded,status.phase!=Failed", "--output=json")
	if err != nil {
		return nil, err
	}
	var list struct {
		Items []Pod `json:"items"`
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return nil, fmt.Errorf("read the list of pods: %w", err)
	}
	var pods []Pod
	for _, pod := range list.Items {
		if !pod.stays() {
			pods = append(pods, pod)
		}
	}
	return pods, nil
}

func (c Client) evict(ctx context.Context, pod Pod) error {
	eviction := fmt.Sprintf(`{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":%q,"namespace":%q}}`,
		pod.Metadata.Name, pod.Metadata.Namespace)
	path := fmt.Sprintf("/api/v1/namespaces/%s/pods/%s/eviction", pod.Metadata.Namespace, pod.Metadata.Name)
	_, err := c.feed(ctx, eviction, "create", "--raw="+path, "--filename=-")
	return err
}

// Sleep returns after the duration, or with the context's error when that ends first.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
