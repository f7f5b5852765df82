package credentials

import (
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"sigs.k8s.io/yaml"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// authorities maps the file of each authority, without its ending, to the authority's name, which is the one that RKE2 gives
// its own.
var authorities = map[string]string{
	"server-ca": "rke2-server-ca", "client-ca": "rke2-client-ca", "request-header-ca": "rke2-request-header-ca",
	"etcd/server-ca": "etcd-server-ca", "etcd/peer-ca": "etcd-peer-ca",
}

const (
	serverAuthority = "server-ca"
	clientAuthority = "client-ca"
	// serviceKey signs the tokens of service accounts; it has no certificate.
	serviceKey = "service.key"
)

// tokenSize is the size of a token's random part in bytes.
const tokenSize = 32

// Cluster are the credentials of a cluster.
type Cluster struct {
	// Authorities are RKE2's files of certificate authorities as a JSON object from name to content.
	Authorities string
	// ServerToken and AgentToken admit servers and agents, in the form that also names the authority.
	ServerToken, AgentToken string
	// AuthorityCertificate is the certificate of the API server's authority in PEM form. It is public.
	AuthorityCertificate string
	// AuthorityHash is the hex SHA-256 of its DER form. It is public.
	AuthorityHash string
	// AdminCertificate and AdminKey are the administrator's, in PEM form.
	AdminCertificate, AdminKey string
}

// Derive derives the credentials.
func (s Seed) Derive() (Cluster, error) {
	files := map[string]string{}
	made := map[string]identity{}
	for file, name := range authorities {
		authority, err := s.authority(name)
		if err != nil {
			return Cluster{}, err
		}
		made[file], files[file+".crt"] = authority, authority.certificatePEM()
		if files[file+".key"], err = keyPEM(authority.key); err != nil {
			return Cluster{}, err
		}
	}
	signer, err := s.key(serviceKey)
	if err != nil {
		return Cluster{}, err
	}
	if files[serviceKey], err = keyPEM(signer); err != nil {
		return Cluster{}, err
	}
	text, err := json.Marshal(files)
	if err != nil {
		return Cluster{}, fmt.Errorf("write the certificate authorities: %w", err)
	}
	hash := sha256.Sum256(made[serverAuthority].certificate.Raw)
	c := Cluster{
		Authorities: string(text), AuthorityCertificate: files[serverAuthority+".crt"], AuthorityHash: hex.EncodeToString(hash[:]),
	}
	if c.ServerToken, err = s.token("server", c.AuthorityCertificate); err != nil {
		return Cluster{}, err
	}
	if c.AgentToken, err = s.token("node", c.AuthorityCertificate); err != nil {
		return Cluster{}, err
	}
	return c, s.admin(&c, made[clientAuthority])
}

// token derives a token in RKE2's full form, which lets a joining node recognise the cluster: the hash of the authority's file,
// a user name and a password. Servers take the password out of it.
// Source: k3s, pkg/clientaccess/token.go (a single certificate is hashed as it stands in the file) and pkg/passwd/passwd.go.
func (s Seed) token(user, authority string) (string, error) {
	password, err := s.derive("token of "+user, tokenSize)
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256([]byte(authority))
	return "K10" + hex.EncodeToString(hash[:]) + "::" + user + ":" + hex.EncodeToString(password), nil
}

// admin issues the administrator's client certificate. Its group is bound to a role by a manifest, so that deleting the binding
// takes the rights away; system:masters could not be taken away from a certificate.
func (s Seed) admin(c *Cluster, issuer identity) error {
	made, err := s.issue("administrator", &x509.Certificate{
		Subject:  pkix.Name{CommonName: "cloudgap:admin", Organization: []string{documents.AdminGroup}},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, &issuer)
	if err != nil {
		return err
	}
	c.AdminCertificate = made.certificatePEM()
	c.AdminKey, err = keyPEM(made.key)
	return err
}

// Kubeconfig renders the administrator's access to the API at an endpoint. It holds a private key.
func (c Cluster) Kubeconfig(cluster, endpoint string) (string, error) {
	return c.kubeconfig(cluster, endpoint, map[string]any{
		"client-certificate-data": encode(c.AdminCertificate), "client-key-data": encode(c.AdminKey),
	})
}

// OperatorKubeconfig renders an operator's access. It names the files of the operator's own short-lived certificate and key and so
// holds no secret.
func (c Cluster) OperatorKubeconfig(cluster, endpoint string) (string, error) {
	return c.kubeconfig(cluster, endpoint, map[string]any{
		"client-certificate": "operator.crt", "client-key": "operator.key",
	})
}

func (c Cluster) kubeconfig(name, endpoint string, user map[string]any) (string, error) {
	cluster := map[string]any{
		"server": fmt.Sprintf("https://%s:%d", endpoint, documents.APIPort), "certificate-authority-data": encode(c.AuthorityCertificate),
	}
	data, err := yaml.Marshal(map[string]any{
		"apiVersion": "v1", "kind": "Config", "current-context": name,
		"clusters": []any{map[string]any{"name": name, "cluster": cluster}},
		"users":    []any{map[string]any{"name": name, "user": user}},
		"contexts": []any{map[string]any{"name": name, "context": map[string]any{"cluster": name, "user": name}}},
	})
	if err != nil {
		return "", fmt.Errorf("write the kubeconfig: %w", err)
	}
	return string(data), nil
}

func encode(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
