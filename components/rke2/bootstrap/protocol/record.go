package protocol

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/cloudgap/cloudgap/internal/jsondoc"
)

// The keys of the three objects, below the cluster's prefix in the bucket.
const (
	ClaimKey  = "claim"
	MarkerKey = "initialized"
	LockKey   = "membership-lock"
)

// Claim names the instance that may initialise the cluster.
type Claim struct {
	// Cluster is the cluster's id, so that a bucket that was given to two clusters by mistake is noticed.
	Cluster string `json:"cluster"`
	// Ordinal is the availability zone's suffix, for people who read the object.
	Ordinal string `json:"ordinal"`
	// Instance is the EC2 instance id of the claimant.
	Instance string `json:"instance"`
	// Fence rises by one each time the claim changes hands; the first claim has 1.
	Fence int `json:"fence"`
	// Written is the claimant's own clock, for people who read the object; no decision uses it.
	Written time.Time `json:"written"`
}

// Marker says that the cluster exists. Nobody initialises a cluster once it is there.
type Marker struct {
	// Cluster is the cluster's id.
	Cluster string `json:"cluster"`
	// CAHash is the hex SHA-256 of the DER form of the cluster's server CA: a node that was given another CA does not join.
	CAHash string `json:"caHash"`
	// Instance is the EC2 instance id of the first server.
	Instance string `json:"instance"`
	// Fence is the fence of the claim under which the cluster was initialised.
	Fence int `json:"fence"`
	// Written is the first server's own clock; no decision uses it.
	Written time.Time `json:"written"`
}

// Lock names the instance that may change the membership of etcd. It is never deleted: a free lock is written with Held
// false, and each holder writes a fence of its own, so that no two states of the object are equal.
type Lock struct {
	// Cluster is the cluster's id.
	Cluster string `json:"cluster"`
	// Holder is the EC2 instance id of the present holder, or of the last one where the lock is free.
	Holder string `json:"holder"`
	// Held is false for a free lock.
	Held bool `json:"held"`
	// Fence rises by one each time the lock is taken.
	Fence int `json:"fence"`
	// Purpose is "join" or "leave", for people who read the object.
	Purpose string `json:"purpose"`
	// Written is the holder's own clock; no decision uses it.
	Written time.Time `json:"written"`
}

// Object is one of the three records.
type Object interface{ Claim | Marker | Lock }

// Encode returns the JSON form of a record.
func Encode[T Object](record T) ([]byte, error) {
	return json.Marshal(record)
}

// ParseRecord reads the JSON form of a record. A key that it does not know is an error: a record of a newer program must
// not be half understood.
func ParseRecord[T Object](data []byte) (T, error) {
	var record T
	if err := jsondoc.ReadKnown(data, &record); err != nil {
		return record, fmt.Errorf("parse a %T of the bootstrap protocol: %w", record, err)
	}
	return record, nil
}
