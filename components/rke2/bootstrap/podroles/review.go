package podroles

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/kube"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/internal/jsondoc"
)

// API is the API server that is asked whose a token is.
type API struct {
	client *http.Client
	url    string
}

// NewAPI returns the API server at an address, which is known by its authority and knows us by the certificate and key, all in
// PEM form.
func NewAPI(address string, authority, identity []byte) (API, error) {
	pair, err := tls.X509KeyPair(identity, identity)
	if err != nil {
		return API{}, fmt.Errorf("read the certificate for the API server: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return API{}, fmt.Errorf("the cluster's authority is no certificate")
	}
	return API{url: kube.URL(address) + "/apis/authentication.k8s.io/v1/tokenreviews", client: &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{
			RootCAs: roots, Certificates: []tls.Certificate{pair}, ServerName: kube.CertificateName, MinVersion: tls.VersionTLS12,
		}},
	}}, nil
}

// review is a TokenReview: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/
type review struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Spec       struct {
		Token     string   `json:"token"`
		Audiences []string `json:"audiences"`
	} `json:"spec"`
	Status status `json:"status"`
}

// maxReview bounds an answer.
const maxReview = 1 << 20

// Review asks the API server, which also makes sure that the token's pod and account still exist.
func (a API) Review(ctx context.Context, token string) (Pod, error) {
	asked := review{APIVersion: "authentication.k8s.io/v1", Kind: "TokenReview"}
	asked.Spec.Token, asked.Spec.Audiences = token, []string{documents.PodRolesAudience}
	body, err := json.Marshal(asked)
	if err != nil {
		return Pod{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url, bytes.NewReader(body))
	if err != nil {
		return Pod{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := a.client.Do(request)
	if err != nil {
		return Pod{}, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusCreated && response.StatusCode != http.StatusOK {
		return Pod{}, fmt.Errorf("the API server answers %s to a TokenReview", response.Status)
	}
	return readReview(io.LimitReader(response.Body, maxReview))
}

// readReview reads the API server's answer.
func readReview(answer io.Reader) (Pod, error) {
	var answered review
	if err := jsondoc.Read(answer, &answered); err != nil {
		return Pod{}, fmt.Errorf("read the answer to a TokenReview: %w", err)
	}
	return answered.Status.pod()
}
