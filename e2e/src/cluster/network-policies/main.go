// The judge of network policies for the end-to-end tests: what pods begin comes here through a queue of the
// kernel's (../node), and goes on if the policies of both ends allow it.
//
// The rules are not left to the module: its own need nft_queue, which kernels may lack, and do not see what
// pods say to their node. A pod whose address is not in its status yet is not known, and let through.
package main

import (
	"context"
	"flag"
	"log"
	"os/signal"
	"syscall"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "file that says where the API server is")
	node := flag.String("hostname-override", "", "name of this node")
	queue := flag.Int("queue", 100, "number of the kernel's queue")
	flag.Parse()
	if err := judge(*kubeconfig, networkpolicy.Config{NodeName: *node, QueueID: *queue}); err != nil {
		log.Fatal(err)
	}
}

func judge(kubeconfig string, config networkpolicy.Config) error {
	server, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(server)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	watched := informers.NewSharedInformerFactory(client, 0)
	controller, err := networkpolicy.NewController(client, watched.Networking().V1().NetworkPolicies(),
		watched.Core().V1().Namespaces(), watched.Core().V1().Pods(), nil, nil, nil, nil, config)
	if err != nil {
		return err
	}
	watched.Start(ctx.Done())
	return controller.Run(ctx)
}
