//go:build moto

package awsworld_test

import (
	"net"
	"net/http"
	"os/exec"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// TestMotoHoldsTheConditions runs the same demands against moto's S3, which others wrote. It needs moto_server on PATH and the
// build tag moto.
func TestMotoHoldsTheConditions(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	moto := exec.CommandContext(t.Context(), "moto_server", "-H", "127.0.0.1", "-p", port)
	if err := moto.Start(); err != nil {
		t.Fatalf("start moto_server, which must be on PATH: %v", err)
	}
	t.Cleanup(func() { _ = moto.Wait() })
	url := "http://" + address
	for begin := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		response, err := http.Get(url + "/moto-api/data.json")
		if err == nil {
			_ = response.Body.Close()
			break
		}
		if time.Since(begin) > 30*time.Second {
			t.Fatalf("expected moto_server to answer within 30 s, got %v", err)
		}
	}
	store := storeAt(url)
	_, err = store.Client.CreateBucket(t.Context(), &s3.CreateBucketInput{
		Bucket:                    aws.String(store.Bucket),
		CreateBucketConfiguration: &types.CreateBucketConfiguration{LocationConstraint: "eu-central-1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	conditionsHold(t, store)
}
