package documents

// Paths on a node. RKE2 prescribes those below /etc/rancher and /var/lib/rancher.
const (
	SettingsPath  = "/etc/cloudgap/rke2-bootstrap.json"
	ProgramPath   = "/usr/local/sbin/rke2-bootstrap"
	AuthorityPath = "/etc/cloudgap/cluster-ca.crt"
	FetchPath     = "/usr/local/sbin/rke2-bootstrap-fetch"
	UnitPath      = "/etc/systemd/system/" + UnitName
	UnitName      = "rke2-bootstrap.service"
	ConfigPath    = "/etc/rancher/rke2/config.yaml"
	TokenPath     = "/etc/rancher/rke2/token"
	AgentToken    = "/etc/rancher/rke2/agent-token"
	AuditPath     = "/etc/rancher/rke2/audit-policy.yaml"
	AuthnPath     = "/etc/rancher/rke2/authentication.yaml"
	RegistryPath  = "/etc/rancher/rke2/registries.yaml"
	DataDir       = "/var/lib/rancher/rke2"
	ImagesDir     = DataDir + "/agent/images"
	CachePath     = ImagesDir + "/.cache.json"
	ChartsDir     = DataDir + "/server/static/charts"
	ManifestsDir  = DataDir + "/server/manifests"
	MountPath     = "/etc/systemd/system/" + MountName
	MountName     = "var-lib-rancher-rke2-server-db.mount"
	TLSDir        = DataDir + "/server/tls"
	DatabaseDir   = DataDir + "/server/db"
	ProviderDir   = "/var/lib/rancher/credentialprovider"
	// LogPath is where rke2-bootstrap logs, beside the journal, and AuditLogPath where the API server writes its audit log.
	LogPath      = "/var/log/cloudgap/rke2-bootstrap.log"
	AuditLogPath = DataDir + "/server/logs/audit.log"
	// LogAgentPath configures the CloudWatch agent.
	LogAgentPath = "/etc/cloudgap/cloudwatch-agent.json"
	// The service that lends roles to pods: what it is told, its unit, where it finds its certificate and where it logs.
	PodRolesPath     = "/etc/cloudgap/pod-roles.json"
	PodRolesUnitPath = "/etc/systemd/system/" + PodRolesUnitName
	PodRolesUnitName = "rke2-pod-roles.service"
	PodRolesIdentity = "/run/cloudgap-pod-roles/identity.pem"
	PodRolesLogPath  = "/var/log/cloudgap-pod-roles/rke2-bootstrap.log"
	InstallPrefix    = "/usr/local"
)

// SupervisorPort is where servers let nodes join.
const SupervisorPort = 9345

// EtcdPeerPort is where members of etcd talk to each other.
const EtcdPeerPort = 2380

// APIPort is where the API server listens.
const APIPort = 6443

// Groups of client certificates, which a manifest on the servers binds to roles.
const (
	// AdminGroup may do everything, until its binding is deleted.
	AdminGroup = "cloudgap:admins"
	// OperatorGroup may look at everything but secrets.
	OperatorGroup = "cloudgap:operators"
)

// PodRolesUser is as whom the service that lends roles to pods asks the API whose token it was shown. It may do nothing else.
const PodRolesUser = "cloudgap:pod-roles"

// SessionUser is whom sessions of Session Manager run as: a user without rights on the node.
const SessionUser = "cloudgap-session"

// StatusMessage is what the line of the log with a server's status says; filters in CloudWatch look for it.
const StatusMessage = "status"

// The tags by which servers find each other. The component puts them on every instance.
const (
	ClusterTag = "cloudgap:rke2-cluster"
	RoleTag    = "cloudgap:rke2-role"
)
