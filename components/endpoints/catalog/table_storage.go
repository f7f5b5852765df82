package catalog

// Services for object, file and block storage.
const (
	// S3 is Amazon S3.
	S3 Service = "s3"
	// S3Interface is Amazon S3 through network interfaces.
	S3Interface Service = "s3-interface"
	// S3Tables is Amazon S3 Tables.
	S3Tables Service = "s3tables"
	// EFS is Amazon EFS API.
	EFS Service = "elasticfilesystem"
	// FSx is Amazon FSx API.
	FSx Service = "fsx"
	// DataSync is AWS DataSync.
	DataSync Service = "datasync"
	// StorageGateway is AWS Storage Gateway.
	StorageGateway Service = "storagegateway"
	// Transfer is AWS Transfer Family API.
	Transfer Service = "transfer"
	// TransferServer is AWS Transfer Family servers.
	TransferServer Service = "transfer.server"
)

var storage = []Entry{
	{Service: S3, Title: "Amazon S3", Gateway: true, DNS: []string{"s3.{region}.{suffix}", "*.s3.{region}.{suffix}"}},
	{Service: S3Interface, Title: "Amazon S3 through network interfaces", Name: "s3", IAM: []string{"s3"}, InboundOnly: true, DNS: []string{"s3.{region}.{suffix}", "*.s3.{region}.{suffix}", "*.s3-accesspoint.{region}.{suffix}", "*.s3-control.{region}.{suffix}"}},
	{Service: S3Tables, Title: "Amazon S3 Tables"},
	{Service: EFS, Title: "Amazon EFS API"},
	{Service: FSx, Title: "Amazon FSx API"},
	{Service: DataSync, Title: "AWS DataSync"},
	{Service: StorageGateway, Title: "AWS Storage Gateway"},
	{Service: Transfer, Title: "AWS Transfer Family API"},
	{Service: TransferServer, Title: "AWS Transfer Family servers", NoPolicy: true, NoPrivateDNS: true, Ports: []int{22, 443}},
}
