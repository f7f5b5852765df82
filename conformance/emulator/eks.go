package emulator

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// eks plays Amazon EKS. Moto's own drops the access configuration and knows no add-ons, access entries or Pod Identity
// associations, and it answers node groups with settings that nobody asked for. Everything is ready at once here, and no
// Kubernetes runs.
type eks struct {
	store *store
}

func newEKS() *eks { return &eks{store: newStore()} }

// The kinds of objects of EKS. What belongs to a cluster is kept under "cluster/id".
const (
	clusters        = "cluster"
	nodeGroups      = "nodegroup"
	addons          = "addon"
	accessEntries   = "access-entry"
	podAssociations = "podidentityassociation"
)

// eksCall is one call of the API.
type eksCall struct {
	*call
	store *store
	in    document
	path  []string
}

func (e *eks) handle(c *call) (*answer, bool) {
	if c.service != "eks" {
		return nil, false
	}
	in := document{}
	if len(c.body) > 0 {
		if err := json.Unmarshal(c.body, &in); err != nil {
			return refusal(c, http.StatusBadRequest, "InvalidParameterException", err.Error()), true
		}
	}
	e.store.mu.Lock()
	defer e.store.mu.Unlock()
	out, no := (&eksCall{call: c, store: e.store, in: in, path: segments(c.request)}).play()
	if no != nil {
		return refusal(c, no.status, no.code, no.message), true
	}
	return jsonAnswer(http.StatusOK, out), true
}

// segments are the parts of the path, unescaped one by one: an ARN in one of them may hold a slash.
func segments(r *http.Request) []string {
	var parts []string
	for _, part := range strings.Split(strings.Trim(r.URL.EscapedPath(), "/"), "/") {
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		parts = append(parts, part)
	}
	return parts
}

func (e *eksCall) play() (document, *refused) {
	switch {
	case e.path[0] == "tags":
		return e.tags(strings.Join(e.path[1:], "/"))
	case e.path[0] == "addons" && len(e.path) == 2 && e.path[1] == "supported-versions":
		return e.supportedVersions()
	case e.path[0] != "clusters":
	case len(e.path) == 1:
		return e.clusters()
	case len(e.path) == 2:
		return e.cluster(e.path[1])
	default:
		cluster, ok := e.store.get(e.region, clusters, e.path[1])
		if !ok {
			return nil, eksMissing("No cluster found for name: %s.", e.path[1])
		}
		if out, no, ok := e.withinCluster(cluster, e.path[2], e.path[3:]); ok {
			return out, no
		}
	}
	return nil, refuse(http.StatusNotImplemented, "NotImplemented", "the emulator's EKS has no %s %s", e.request.Method, e.request.URL.Path)
}

func (e *eksCall) withinCluster(cluster document, what string, rest []string) (document, *refused, bool) {
	switch what {
	case "update-config":
		out, no := e.updateCluster(cluster)
		return out, no, true
	case "updates":
		return document{"update": finishedUpdate(rest[0], "ConfigUpdate")}, nil, true
	case "node-groups":
		out, no := e.nodeGroup(cluster, rest)
		return out, no, true
	case "addons":
		out, no := e.addon(cluster, rest)
		return out, no, true
	case "access-entries":
		out, no := e.accessEntry(cluster, rest)
		return out, no, true
	case "pod-identity-associations":
		out, no := e.podAssociation(cluster, rest)
		return out, no, true
	}
	return nil, nil, false
}

func eksMissing(format string, args ...any) *refused {
	return refuse(http.StatusNotFound, "ResourceNotFoundException", format, args...)
}

func eksInUse(format string, args ...any) *refused {
	return refuse(http.StatusConflict, "ResourceInUseException", format, args...)
}

func eksInvalid(format string, args ...any) *refused {
	return refuse(http.StatusBadRequest, "InvalidParameterException", format, args...)
}

// created is the time stamp of every object: EKS writes times as seconds.
func created() float64 { return float64(time.Now().Unix()) }

func finishedUpdate(id, kind string) document {
	return document{"id": id, "status": "Successful", "type": kind, "params": []any{}, "errors": []any{}, "createdAt": created()}
}

func (e *eksCall) arn(kind, id string) string {
	return fmt.Sprintf("arn:aws:eks:%s:%s:%s/%s", e.region, account, kind, id)
}

func (e *eksCall) clusters() (document, *refused) {
	if e.request.Method == http.MethodGet {
		names := []string{}
		for _, cluster := range e.store.list(e.region, clusters) {
			names = append(names, text(cluster, "name"))
		}
		return document{"clusters": names}, nil
	}
	name := text(e.in, "name")
	if other, ok := e.store.get(e.region, clusters, name); ok {
		if token := text(e.in, "clientRequestToken"); token != "" && token == text(other, "clientRequestToken") {
			return document{"cluster": other}, nil
		}
		return nil, eksInUse("Cluster already exists with name: %s", name)
	}
	network, no := e.clusterNetwork(name)
	if no != nil {
		return nil, no
	}
	cluster := e.newCluster(name, network)
	e.store.put(e.region, clusters, name, cluster)
	return document{"cluster": cluster}, nil
}

func (e *eksCall) newCluster(name string, network document) document {
	access := document{"authenticationMode": "CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": true}
	merge(access, e.in["accessConfig"])
	kubernetes := document{"serviceIpv4Cidr": "172.20.0.0/16", "ipFamily": "ipv4", "elasticLoadBalancing": document{"enabled": false}}
	merge(kubernetes, e.in["kubernetesNetworkConfig"])
	support := document{"supportType": "EXTENDED"}
	merge(support, e.in["upgradePolicy"])
	cluster := document{
		"name": name, "arn": e.arn("cluster", name), "createdAt": created(), "status": "ACTIVE", "version": e.in["version"],
		"platformVersion": "eks.1", "roleArn": e.in["roleArn"], "resourcesVpcConfig": network, "accessConfig": access,
		"kubernetesNetworkConfig": kubernetes, "upgradePolicy": support, "tags": orEmpty(e.in["tags"]),
		"endpoint":             fmt.Sprintf("https://%032X.gr7.%s.eks.amazonaws.com", len(name), e.region),
		"identity":             document{"oidc": document{"issuer": fmt.Sprintf("https://oidc.eks.%s.amazonaws.com/id/%032X", e.region, len(name))}},
		"certificateAuthority": document{"data": base64.StdEncoding.EncodeToString([]byte("-----BEGIN CERTIFICATE-----\n" + name + "\n"))},
		"clientRequestToken":   e.in["clientRequestToken"],
		"logging":              document{"clusterLogging": logging(e.in["logging"])},
		"health":               document{"issues": []any{}},
		"deletionProtection":   e.in["deletionProtection"] == true,
	}
	if cluster["version"] == nil {
		cluster["version"] = "1.33"
	}
	for _, key := range []string{"encryptionConfig", "zonalShiftConfig", "remoteNetworkConfig", "computeConfig", "storageConfig"} {
		if e.in[key] != nil {
			cluster[key] = e.in[key]
		}
	}
	return cluster
}

// logging answers both halves, as EKS does: the types that are on, and the types that are off.
func logging(given any) []any {
	on, off := []any{}, []any{}
	enabled := map[string]bool{}
	if d, ok := given.(document); ok {
		setups, _ := d["clusterLogging"].([]any)
		for _, setup := range setups {
			types, _ := setup.(document)["types"].([]any)
			for _, name := range types {
				enabled[name.(string)] = setup.(document)["enabled"] == true
			}
		}
	}
	for _, name := range []string{"api", "audit", "authenticator", "controllerManager", "scheduler"} {
		if enabled[name] {
			on = append(on, name)
		} else {
			off = append(off, name)
		}
	}
	var setups []any
	if len(on) > 0 {
		setups = append(setups, document{"types": on, "enabled": true})
	}
	if len(off) > 0 {
		setups = append(setups, document{"types": off, "enabled": false})
	}
	return setups
}

// clusterNetwork fills in what EKS finds out by itself: the VPC of the subnets, and a security group that it makes for the
// cluster. The subnets must exist, and lie in two zones at least.
func (e *eksCall) clusterNetwork(name string) (document, *refused) {
	network := document{"endpointPublicAccess": true, "endpointPrivateAccess": false, "publicAccessCidrs": []any{"0.0.0.0/0"}, "securityGroupIds": []any{}}
	merge(network, e.in["resourcesVpcConfig"])
	if network["endpointPublicAccess"] == false {
		network["publicAccessCidrs"] = []any{}
	}
	subnets, _ := network["subnetIds"].([]any)
	vpc, zones, no := e.lookUpSubnets(subnets)
	if no != nil {
		return nil, no
	}
	if len(zones) < 2 {
		return nil, eksInvalid("Subnets specified must be in at least two different AZs")
	}
	group, no := e.makeSecurityGroup("eks-cluster-sg-"+name, vpc)
	if no != nil {
		return nil, no
	}
	network["vpcId"], network["clusterSecurityGroupId"] = vpc, group
	return network, nil
}

func (e *eksCall) cluster(name string) (document, *refused) {
	cluster, ok := e.store.get(e.region, clusters, name)
	if !ok {
		return nil, eksMissing("No cluster found for name: %s.", name)
	}
	if e.request.Method == http.MethodGet {
		return document{"cluster": cluster}, nil
	}
	if cluster["deletionProtection"] == true {
		return nil, refuse(http.StatusBadRequest, "InvalidRequestException", "cluster %s has deletion protection", name)
	}
	if len(e.inCluster(nodeGroups, name)) > 0 {
		return nil, eksInUse("Cluster has nodegroups attached")
	}
	for _, kind := range []string{addons, accessEntries, podAssociations} {
		for _, d := range e.inCluster(kind, name) {
			e.store.remove(e.region, kind, name+"/"+text(d, "id"))
		}
	}
	e.store.remove(e.region, clusters, name)
	network := cluster["resourcesVpcConfig"].(document)
	e.dropSecurityGroup(text(network, "clusterSecurityGroupId"))
	return document{"cluster": cluster}, nil
}

func (e *eksCall) updateCluster(cluster document) (document, *refused) {
	for _, key := range []string{"resourcesVpcConfig", "accessConfig", "upgradePolicy", "zonalShiftConfig", "kubernetesNetworkConfig"} {
		if e.in[key] == nil {
			continue
		}
		current, _ := cluster[key].(document)
		if current == nil {
			current = document{}
			cluster[key] = current
		}
		merge(current, e.in[key])
	}
	if e.in["logging"] != nil {
		cluster["logging"] = document{"clusterLogging": logging(e.in["logging"])}
	}
	if e.in["deletionProtection"] != nil {
		cluster["deletionProtection"] = e.in["deletionProtection"]
	}
	return document{"update": finishedUpdate(e.store.id("update"), "ConfigUpdate")}, nil
}

// inCluster lists the objects of a kind that belong to a cluster.
func (e *eksCall) inCluster(kind, cluster string) []document {
	var list []document
	for _, d := range e.store.list(e.region, kind) {
		if text(d, "clusterName") == cluster {
			list = append(list, d)
		}
	}
	return list
}

func merge(into document, given any) {
	if d, ok := given.(document); ok {
		for key, value := range d {
			into[key] = value
		}
	}
}

func orEmpty(given any) any {
	if given == nil {
		return document{}
	}
	return given
}
