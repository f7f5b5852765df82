package emulator

import (
	"net/http"
	"strings"
)

// addon plays the add-ons of a cluster.
func (e *eksCall) addon(cluster document, rest []string) (document, *refused) {
	name := text(cluster, "name")
	if len(rest) == 0 {
		if e.request.Method == http.MethodGet {
			return document{"addons": names(e.inCluster(addons, name), "addonName")}, nil
		}
		addon := text(e.in, "addonName")
		if _, ok := e.store.get(e.region, addons, name+"/"+addon); ok {
			return nil, eksInUse("Addon already exists.")
		}
		d := clone(without(e.in, "resolveConflicts", "clientRequestToken"))
		d["id"], d["clusterName"], d["status"] = addon, name, "ACTIVE"
		d["addonArn"] = e.arn("addon", name+"/"+addon+"/"+e.store.id("addon"))
		d["createdAt"], d["modifiedAt"], d["tags"] = created(), created(), orEmpty(e.in["tags"])
		d["health"] = document{"issues": []any{}}
		if d["addonVersion"] == nil {
			d["addonVersion"] = defaultAddonVersion
		}
		d["podIdentityAssociations"] = e.addonAssociations(name, d)
		e.store.put(e.region, addons, name+"/"+addon, d)
		return document{"addon": d}, nil
	}
	d, ok := e.store.get(e.region, addons, name+"/"+rest[0])
	if !ok {
		return nil, eksMissing("No addon: %s found in cluster: %s", rest[0], name)
	}
	switch {
	case len(rest) == 2 && rest[1] == "update":
		for _, key := range []string{"addonVersion", "serviceAccountRoleArn", "configurationValues"} {
			if e.in[key] != nil {
				d[key] = e.in[key]
			}
		}
		if e.in["podIdentityAssociations"] != nil {
			e.dropAssociations(name, d)
			d["podIdentityAssociations"] = e.addonAssociations(name, d)
		}
		return document{"update": finishedUpdate(e.store.id("update"), "AddonUpdate")}, nil
	case e.request.Method == http.MethodDelete:
		e.dropAssociations(name, d)
		e.store.remove(e.region, addons, name+"/"+rest[0])
	}
	return document{"addon": d}, nil
}

// addonAssociations makes the Pod Identity associations that a call asks for with an add-on. They are owned by the add-on, which
// answers their ARNs.
func (e *eksCall) addonAssociations(cluster string, addon document) []any {
	arns := []any{}
	asked, _ := e.in["podIdentityAssociations"].([]any)
	for _, wanted := range asked {
		d := e.newAssociation(cluster, wanted.(document))
		d["namespace"], d["ownerArn"] = "kube-system", addon["addonArn"]
		arns = append(arns, d["associationArn"])
	}
	return arns
}

func (e *eksCall) dropAssociations(cluster string, addon document) {
	for _, d := range e.inCluster(podAssociations, cluster) {
		if d["ownerArn"] != nil && d["ownerArn"] == addon["addonArn"] {
			e.store.remove(e.region, podAssociations, cluster+"/"+text(d, "id"))
		}
	}
}

func (e *eksCall) newAssociation(cluster string, wanted document) document {
	id := e.store.id("a")
	d := without(wanted, "clientRequestToken")
	d["id"], d["associationId"], d["clusterName"] = id, id, cluster
	d["associationArn"] = e.arn("podidentityassociation", cluster+"/"+id)
	d["createdAt"], d["modifiedAt"], d["tags"] = created(), created(), orEmpty(wanted["tags"])
	e.store.put(e.region, podAssociations, cluster+"/"+id, d)
	return d
}

// defaultAddonVersion stands for whatever EKS would choose; programs that pin versions never see it.
const defaultAddonVersion = "v1.0.0-eksbuild.1"

// supportedVersions knows one version of every add-on.
func (e *eksCall) supportedVersions() (document, *refused) {
	query := e.request.URL.Query()
	return document{"addons": []any{document{
		"addonName": query.Get("addonName"), "type": "networking",
		"addonVersions": []any{document{
			"addonVersion": defaultAddonVersion, "architecture": []any{"amd64", "arm64"},
			"compatibilities": []any{document{"clusterVersion": query.Get("kubernetesVersion"), "defaultVersion": true, "platformVersions": []any{"*"}}},
		}},
	}}}, nil
}

// accessEntry plays access entries and the access policies associated with them.
func (e *eksCall) accessEntry(cluster document, rest []string) (document, *refused) {
	name := text(cluster, "name")
	if mode := text(cluster["accessConfig"].(document), "authenticationMode"); mode == "CONFIG_MAP" {
		return nil, refuse(http.StatusBadRequest, "InvalidRequestException",
			"The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.")
	}
	if len(rest) == 0 {
		if e.request.Method == http.MethodGet {
			return document{"accessEntries": names(e.inCluster(accessEntries, name), "principalArn")}, nil
		}
		return e.createAccessEntry(name)
	}
	d, ok := e.store.get(e.region, accessEntries, name+"/"+rest[0])
	if !ok {
		return nil, eksMissing("The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.")
	}
	switch {
	case len(rest) > 1:
		return e.accessPolicies(d, rest[2:])
	case e.request.Method == http.MethodDelete:
		e.store.remove(e.region, accessEntries, name+"/"+rest[0])
	case e.request.Method == http.MethodPost:
		merge(d, without(e.in, "clientRequestToken"))
	}
	return document{"accessEntry": without(d, "policies")}, nil
}

func (e *eksCall) createAccessEntry(name string) (document, *refused) {
	principal := text(e.in, "principalArn")
	if _, ok := e.store.get(e.region, accessEntries, name+"/"+principal); ok {
		return nil, eksInUse("The specified access entry resource is already in use on this cluster.")
	}
	user := text(e.in, "username")
	if user == "" {
		user = strings.Replace(principal, ":iam:", ":sts:", 1)
	}
	kind := text(e.in, "type")
	if kind == "" {
		kind = "STANDARD"
	}
	groups := e.in["kubernetesGroups"]
	if groups == nil {
		groups = []any{}
	}
	if kind != "STANDARD" && len(groups.([]any)) > 0 {
		return nil, eksInvalid("kubernetesGroups cannot be given for an access entry of type %s", kind)
	}
	d := document{
		"id": principal, "clusterName": name, "principalArn": principal, "username": user, "type": kind, "kubernetesGroups": groups,
		"accessEntryArn": e.arn("access-entry", name+"/"+e.store.id("entry")), "createdAt": created(), "modifiedAt": created(),
		"tags": orEmpty(e.in["tags"]), "policies": document{},
	}
	e.store.put(e.region, accessEntries, name+"/"+principal, d)
	return document{"accessEntry": without(d, "policies")}, nil
}

func (e *eksCall) accessPolicies(entry document, rest []string) (document, *refused) {
	policies := entry["policies"].(document)
	answer := document{"clusterName": entry["clusterName"], "principalArn": entry["principalArn"]}
	switch e.request.Method {
	case http.MethodGet:
		list := []any{}
		for _, policy := range policies {
			list = append(list, policy)
		}
		answer["associatedAccessPolicies"] = list
	case http.MethodDelete:
		if _, ok := policies[rest[0]]; !ok {
			return nil, eksMissing("The specified policyArn is not associated")
		}
		delete(policies, rest[0])
		return document{}, nil
	default:
		policy := document{"policyArn": e.in["policyArn"], "accessScope": e.in["accessScope"], "associatedAt": created(), "modifiedAt": created()}
		policies[text(e.in, "policyArn")] = policy
		answer["associatedAccessPolicy"] = policy
	}
	return answer, nil
}

// podAssociation plays Pod Identity associations.
func (e *eksCall) podAssociation(cluster document, rest []string) (document, *refused) {
	name := text(cluster, "name")
	if len(rest) == 0 {
		list := e.inCluster(podAssociations, name)
		if e.request.Method == http.MethodGet {
			return document{"associations": list}, nil
		}
		for _, other := range list {
			if other["namespace"] == e.in["namespace"] && other["serviceAccount"] == e.in["serviceAccount"] {
				return nil, eksInUse("Association already exists: %s", text(other, "associationId"))
			}
		}
		return document{"association": e.newAssociation(name, e.in)}, nil
	}
	d, ok := e.store.get(e.region, podAssociations, name+"/"+rest[0])
	if !ok {
		return nil, eksMissing("No association found with id %s", rest[0])
	}
	switch e.request.Method {
	case http.MethodDelete:
		e.store.remove(e.region, podAssociations, name+"/"+rest[0])
	case http.MethodPost:
		merge(d, without(e.in, "clientRequestToken"))
	}
	return document{"association": d}, nil
}

// arnKeys are the properties in which the kinds carry their ARN.
var arnKeys = map[string]string{
	clusters: "arn", nodeGroups: "nodegroupArn", addons: "addonArn", accessEntries: "accessEntryArn", podAssociations: "associationArn",
}

func (e *eksCall) tags(arn string) (document, *refused) {
	for kind, key := range arnKeys {
		for _, d := range e.store.list(e.region, kind) {
			if text(d, key) != arn {
				continue
			}
			tags := clone(d["tags"].(document))
			switch e.request.Method {
			case http.MethodPost:
				merge(tags, e.in["tags"])
			case http.MethodDelete:
				for _, name := range e.request.URL.Query()["tagKeys"] {
					delete(tags, name)
				}
			}
			d["tags"] = tags
			return document{"tags": tags}, nil
		}
	}
	return nil, eksMissing("no resource %s", arn)
}

// tagged lists what has tags.
func (e *eks) tagged(region string) []resource {
	e.store.mu.Lock()
	defer e.store.mu.Unlock()
	var found []resource
	for kind, key := range arnKeys {
		for _, d := range e.store.list(region, kind) {
			object := resource{ResourceARN: text(d, key)}
			tags, _ := d["tags"].(document)
			for name := range tags {
				object.Tags = append(object.Tags, resourceTag{name, text(tags, name)})
			}
			found = append(found, object)
		}
	}
	return found
}
