package emulator

import "net/http"

// The kinds of objects of resolver query logging.
const (
	queryLogs            = "resolver-query-log-config"
	queryLogAssociations = "resolver-query-log-config-association"
)

func createQueryLog(s *store, region string, in document) (document, *refused) {
	d, ok := made(s, region, queryLogs, in)
	if !ok {
		d = create(s, region, queryLogs, "rslvr-qlc", in, document{
			"DestinationArn": in["DestinationArn"], "OwnerId": account, "ShareStatus": "NOT_SHARED", "AssociationCount": 0, "Status": "CREATED",
		})
	}
	return document{"ResolverQueryLogConfig": d}, nil
}

func deleteQueryLog(s *store, region string, in document) (document, *refused) {
	id := text(in, "ResolverQueryLogConfigId")
	d, ok := s.get(region, queryLogs, id)
	if !ok {
		return nil, notFound(queryLogs, id)
	}
	for _, association := range s.list(region, queryLogAssociations) {
		if text(association, "ResolverQueryLogConfigId") == id {
			return nil, refuse(http.StatusBadRequest, "ResourceInUseException", "query log config %s is associated with %s", id, text(association, "ResourceId"))
		}
	}
	s.remove(region, queryLogs, id)
	s.remove(region, resolverTagKind, text(d, "Arn"))
	return document{"ResolverQueryLogConfig": d}, nil
}

func associateQueryLog(s *store, region string, in document) (document, *refused) {
	config, vpc := text(in, "ResolverQueryLogConfigId"), text(in, "ResourceId")
	if _, ok := s.get(region, queryLogs, config); !ok {
		return nil, notFound(queryLogs, config)
	}
	for _, other := range s.list(region, queryLogAssociations) {
		if text(other, "ResolverQueryLogConfigId") == config && text(other, "ResourceId") == vpc {
			return nil, refuse(http.StatusBadRequest, "ResourceExistsException", "query log config %s is associated with %s already", config, vpc)
		}
	}
	id := s.id("rslvr-qlcassoc")
	d := document{"Id": id, "ResolverQueryLogConfigId": config, "ResourceId": vpc, "Status": "ACTIVE"}
	s.put(region, queryLogAssociations, id, d)
	return document{"ResolverQueryLogConfigAssociation": d}, nil
}

func disassociateQueryLog(s *store, region string, in document) (document, *refused) {
	config, vpc := text(in, "ResolverQueryLogConfigId"), text(in, "ResourceId")
	for _, d := range s.list(region, queryLogAssociations) {
		if text(d, "ResolverQueryLogConfigId") == config && text(d, "ResourceId") == vpc {
			s.remove(region, queryLogAssociations, text(d, "Id"))
			return document{"ResolverQueryLogConfigAssociation": d}, nil
		}
	}
	return nil, notFound("association of "+config+" with", vpc)
}
